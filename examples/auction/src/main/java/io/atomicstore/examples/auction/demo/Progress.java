package io.atomicstore.examples.auction.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells how an auction goes while it goes. */
final class Progress implements AutoCloseable {

  private static final long TERMINAL_PERIOD_MILLIS = 200;
  private static final long PLAIN_PERIOD_MILLIS = 1_000;

  private final Tally tally;
  private final Screen screen;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private Progress(Tally tally, Screen screen) {
    this.tally = tally;
    this.screen = screen;
  }

  /** Begins to tell, until closed. */
  static Progress start(Tally tally, Screen screen) {
    Progress progress = new Progress(tally, screen);
    long period = screen.isTerminal() ? TERMINAL_PERIOD_MILLIS : PLAIN_PERIOD_MILLIS;
    var unused =
        progress.timer.scheduleAtFixedRate(progress::tell, period, period, TimeUnit.MILLISECONDS);
    return progress;
  }

  private void tell() {
    screen.tellForNow(line(tally.counts(), elapsed()));
  }

  static String line(Tally.Counts counts, Duration elapsed) {
    return String.format(
        Locale.ROOT,
        "%.1f s: %,d bids, %,d accepted, %,d rejected",
        elapsed.toMillis() / 1_000.0,
        counts.bids(),
        counts.accepted(),
        counts.rejected());
  }

  /** Since the start. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    screen.clear();
  }
}
