package io.atomicstore.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Begins and ends what a client consists of. */
final class ClientLife {

  private static final Duration RESULTS_PATIENCE = Duration.ofSeconds(2);

  private final ClientParts parts;
  private final List<ExecutorService> ownExecutors;
  private final Originators originators;
  private final Reads reads;
  private final AtomicBoolean hasEnded = new AtomicBoolean();

  /**
   * @param ownExecutors that end with the client, in that order
   */
  ClientLife(ClientParts parts, List<ExecutorService> ownExecutors) {
    this.parts = parts;
    this.ownExecutors = ownExecutors;
    this.originators = new Originators(parts);
    this.reads = new Reads(parts);
  }

  Originators originators() {
    return originators;
  }

  Reads reads() {
    return reads;
  }

  void end() {
    if (hasEnded.getAndSet(true)) {
      return;
    }
    InterruptedException interrupted = null;
    try {
      originators.close(parts.settings().closingTimeout());
    } catch (InterruptedException e) {
      interrupted = e;
    }
    reads.close();
    parts.transport().close();
    parts.timer().shutdownNow();
    interrupted = awaitEnd(interrupted);
    if (interrupted != null) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is still open gets its results on the executors, which end then. */
  private @Nullable InterruptedException awaitEnd(@Nullable InterruptedException interrupted) {
    try {
      originators.awaitResults(interrupted == null ? RESULTS_PATIENCE : Duration.ZERO);
      for (ExecutorService executor : ownExecutors) {
        executor.shutdown();
        if (interrupted == null) {
          executor.awaitTermination(RESULTS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      return interrupted;
    } catch (InterruptedException e) {
      ownExecutors.forEach(ExecutorService::shutdown);
      return e;
    }
  }
}
