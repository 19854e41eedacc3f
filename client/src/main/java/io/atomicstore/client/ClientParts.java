package io.atomicstore.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all of a client shares.
 *
 * @param executor runs what calls the application; takes whatever it is given
 * @param lastResort runs what must not wait for the executor
 * @param timer must never be blocked
 * @param random usable from any thread
 */
record ClientParts(
    ClientSettings settings,
    Transport transport,
    Executor executor,
    Executor lastResort,
    ScheduledExecutorService timer,
    LongSupplier nanoClock,
    RandomGenerator random) {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  /** Has the task run that often, until it is cancelled or the client is closed. */
  Future<?> tick(Runnable task, long intervalNanos) {
    try {
      return timer.scheduleWithFixedDelay(
          () -> runGuarded(task), intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The client is closed: nothing is due any more.
      return CompletableFuture.completedFuture(null);
    }
  }

  /** A task that throws is run again all the same. */
  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOGGER.error("what is done every now and then has failed", e);
    }
  }

  /** Has the task run in that time, unless the client is closed before. */
  void later(Runnable task, long delayNanos) {
    try {
      var unused = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The client is closed: nothing is due any more.
      return;
    }
  }
}
