package io.atomicstore.server.security;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks again and again whether files have changed: {@link AccessControl#reload} and
 * {@link ServerTls#reload}. Files are compared rather than watched, because what file systems tell
 * of changes differs, and network file systems tell nothing.
 */
public final class Reloading implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

  private final ScheduledExecutorService thread;
  private final ScheduledFuture<?> task;

  private Reloading(ScheduledExecutorService thread, Duration interval, List<Runnable> reloads) {
    this.thread = thread;
    this.task =
        thread.scheduleWithFixedDelay(
            () -> reloads.forEach(Reloading::runUnlessBroken),
            interval.toNanos(),
            interval.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Starts to look, with that pause in between. */
  public static Reloading every(Duration interval, List<Runnable> reloads) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "atomic-store-reloading");
              worker.setDaemon(true);
              return worker;
            });
    return new Reloading(thread, interval, List.copyOf(reloads));
  }

  // The outermost loop: the executor would end it without a word.
  @SuppressWarnings("CatchingUnchecked")
  private static void runUnlessBroken(Runnable reload) {
    try {
      reload.run();
    } catch (Exception e) {
      LOG.error("files could not be looked at, what was read before stays in force", e);
    }
  }

  /** Stops looking. */
  @Override
  public void close() {
    task.cancel(false);
    thread.shutdown();
  }
}
