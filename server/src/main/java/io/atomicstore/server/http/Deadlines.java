package io.atomicstore.server.http;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Bounds how long a request waits for something. */
final class Deadlines {

  private Deadlines() {}

  /** The same stage, failed with that problem if it takes longer. */
  static <T> CompletionStage<T> within(
      Duration patience, CompletionStage<T> stage, Supplier<Problem> problem) {
    return stage
        .toCompletableFuture()
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              if (failure instanceof TimeoutException) {
                throw problem.get().asException();
              }
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            });
  }

  /** What a node says that reads too slowly. */
  static <T> CompletionStage<T> ofReading(Duration patience, CompletionStage<T> stage) {
    return within(
        patience,
        stage,
        () ->
            ResultAnswers.unavailable(
                "the store did not answer within " + patience.toMillis() + " ms"));
  }
}
