package io.atomicstore.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/** Follows a publisher until it ends, or is not wanted any more. Usable from any thread. */
final class Following {

  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  /**
   * Shows each item.
   *
   * @param show returns whether more is wanted; called by one thread at a time
   */
  <T> Flow.Subscriber<T> subscriber(Predicate<T> show) {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        var unused = ended.whenComplete((end, failure) -> subscription.cancel());
        subscription.request(Long.MAX_VALUE);
      }

      @Override
      public void onNext(T item) {
        if (!ended.isDone() && !show.test(item)) {
          end();
        }
      }

      @Override
      public void onError(Throwable failure) {
        ended.completeExceptionally(failure);
      }

      @Override
      public void onComplete() {
        end();
      }
    };
  }

  /** Nothing more is wanted. */
  void end() {
    ended.complete(true);
  }

  /** Waits for the end; throws what it failed with. */
  void await() {
    try {
      ended.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw e;
    }
  }
}
