package io.atomicstore.benchmarks;

import io.atomicstore.core.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Callers of the library in this process, each of which has one event under way. */
final class Callers {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final IntFunction<CompletionStage<? extends Result<?, ?, ?>>> submit;
  private final Histogram latencyMicros = new ConcurrentHistogram(60_000_000L, 3);
  private final AtomicLong left;

  private Callers(IntFunction<CompletionStage<? extends Result<?, ?, ?>>> submit, long events) {
    this.submit = submit;
    this.left = new AtomicLong(events);
  }

  /**
   * Stores that many events, and waits until all are durable.
   *
   * @param submit submits the next event of the caller of that number
   * @return their latencies, in microseconds
   */
  static Histogram store(
      int callers, long events, IntFunction<CompletionStage<? extends Result<?, ?, ?>>> submit)
      throws Exception {
    Callers all = new Callers(submit, events);
    CompletableFuture<?>[] ends = new CompletableFuture<?>[callers];
    for (int i = 0; i < callers; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends[i] = end;
      all.submitNext(i, end);
    }
    CompletableFuture.allOf(ends).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return all.latencyMicros;
  }

  private void submitNext(int caller, CompletableFuture<Void> end) {
    if (left.getAndDecrement() <= 0) {
      end.complete(null);
      return;
    }
    long startNanos = System.nanoTime();
    submit
        .apply(caller)
        .whenComplete(
            (result, failure) -> {
              if (failure != null || !result.wasAccepted()) {
                end.completeExceptionally(
                    new IllegalStateException(
                        "expected an accepted event, found " + result, failure));
                return;
              }
              latencyMicros.recordValue((System.nanoTime() - startNanos) / 1000);
              submitNext(caller, end);
            });
  }
}
