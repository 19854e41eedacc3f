package io.atomicstore.originator;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application, which may take its time, and may wait for anything but this task's end.
 */
interface DueTask extends Runnable {

  /** Calls the application; returns the runner that this thread has to run then, if any. */
  @Nullable ScopeRunner<?, ?, ?> perform();

  /** The executor does not take this task; returns as {@link #perform}. */
  @Nullable ScopeRunner<?, ?, ?> rejected(RejectedExecutionException rejection);

  @Override
  default void run() {
    ScopeRunner<?, ?, ?> runner = perform();
    if (runner != null) {
      runner.run();
    }
  }
}
