package io.atomicstore.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end in good order, and with an exit code of its own, when the user presses Ctrl-C or
 * the process is told to stop: it stays until all is finished.
 */
final class Interruption {

  private final Runnable stop;
  private final Duration finishingMax;
  private final Thread hook = new Thread(this::come, "interruption");
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile ExitCode exitCode = ExitCode.INTERRUPTED;

  private Interruption(Runnable stop, Duration finishingMax) {
    this.stop = stop;
    this.finishingMax = finishingMax;
  }

  /**
   * From now on an interruption calls {@code stop}, in a thread of its own.
   *
   * @param finishingMax how long the run may take to finish then
   */
  static Interruption listen(Runnable stop, Duration finishingMax) {
    Interruption interruption = new Interruption(stop, finishingMax);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void come() {
    stop.run();
    try {
      var unused = finished.await(finishingMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    Runtime.getRuntime().halt(exitCode.code());
  }

  /** All is done: an interrupted process ends with that code, any other goes on. */
  ExitCode finish(ExitCode newExitCode) {
    exitCode = newExitCode;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is about to end: the hook ends it.
      finished.countDown();
    }
    return newExitCode;
  }
}
