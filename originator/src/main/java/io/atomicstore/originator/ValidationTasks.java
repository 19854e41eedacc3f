package io.atomicstore.originator;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs what calls the application, on its executor. */
record ValidationTasks(Executor executor) {

  /** Has the task run by the executor, or, if that does not take it, by this thread. */
  void execute(Runnable task) {
    if (tryExecute(task) != null) {
      task.run();
    }
  }

  /** Has the task run by the executor; returns why it does not take it, null if it does. */
  @Nullable RejectedExecutionException tryExecute(Runnable task) {
    try {
      executor.execute(task);
      return null;
    } catch (RejectedExecutionException e) {
      return e;
    }
  }
}
