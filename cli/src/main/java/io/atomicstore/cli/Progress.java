package io.atomicstore.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tells people on standard error how long work goes, while it goes. Programs are told nothing. */
record Progress(Console console, OutputOptions output) {

  private static final long TERMINAL_PERIOD_MILLIS = 200;
  private static final long PLAIN_PERIOD_MILLIS = 2_000;

  /**
   * Long work.
   *
   * @param <T> what it gives
   * @param <E> what it may fail with
   */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Does the work in this thread.
   *
   * @param line how it goes, after that time
   */
  <T, E extends Exception> T during(Function<Duration, String> line, Work<T, E> work) throws E {
    if (output.isJson()) {
      return work.run();
    }
    long startNanos = System.nanoTime();
    long period = console.isTerminal() ? TERMINAL_PERIOD_MILLIS : PLAIN_PERIOD_MILLIS;
    ScheduledExecutorService timer = timer();
    try {
      var unused =
          timer.scheduleAtFixedRate(
              () ->
                  console.tellForNow(line.apply(Duration.ofNanos(System.nanoTime() - startNanos))),
              period,
              period,
              TimeUnit.MILLISECONDS);
      return work.run();
    } finally {
      timer.shutdownNow();
      console.clear();
    }
  }

  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "progress");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** How many a second, so far. */
  static long perSecond(long count, Duration elapsed) {
    return Math.round(count * 1e9 / Math.max(1, elapsed.toNanos()));
  }
}
