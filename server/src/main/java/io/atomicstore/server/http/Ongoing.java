package io.atomicstore.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What has begun and not ended. */
final class Ongoing {

  /** One of them. */
  final class One {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    void end() {
      all.remove(this);
      end.complete(null);
    }
  }

  private final Set<One> all = ConcurrentHashMap.newKeySet();

  One begin() {
    One begun = new One();
    all.add(begun);
    return begun;
  }

  /** Completes when those that are ongoing now have ended, or when {@code patience} has. */
  CompletableFuture<Void> whenEnded(Duration patience) {
    return CompletableFuture.allOf(
            all.stream().map(one -> one.end).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
