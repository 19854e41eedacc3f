package io.atomicstore.examples.auction.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end in good order when the user presses Ctrl-C: the process stays until all is
 * finished, at most a minute.
 */
final class Interruption {

  private static final Duration FINISHING_MAX = Duration.ofSeconds(60);

  private final Runnable stop;
  private final CountDownLatch finished = new CountDownLatch(1);

  private Interruption(Runnable stop) {
    this.stop = stop;
  }

  /** From now on an interruption calls {@code stop}, in a thread of its own. */
  static Interruption listen(Runnable stop) {
    Interruption interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::come, "interruption"));
    return interruption;
  }

  private void come() {
    if (finished.getCount() == 0) {
      return; // The process ends by itself.
    }
    stop.run();
    try {
      var unused = finished.await(FINISHING_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is done: the process may end. */
  void finish() {
    finished.countDown();
  }
}
