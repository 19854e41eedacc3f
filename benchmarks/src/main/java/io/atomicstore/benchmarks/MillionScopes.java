package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.StoreIfValid;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Touches a million scopes once each, and prints the heap in use after a full collection. */
final class MillionScopes {

  private static final int SCOPES = 1_000_000;
  private static final int IN_FLIGHT = 512;

  private MillionScopes() {}

  static void run() throws Exception {
    try (Bench bench = new Bench();
        AtomicStore<LoadEvent, String> store = bench.newStore()) {
      System.out.printf("before: %d MiB in use%n", usedMiB());
      Semaphore permits = new Semaphore(IN_FLIGHT);
      AtomicLong accepted = new AtomicLong();
      long startNanos = System.nanoTime();
      for (int i = 0; i < SCOPES; i++) {
        permits.acquire();
        ScopeId scopeId = new ScopeId("scope-" + i);
        store
            .storeIfValid(
                StoreIfValid.of(new LoadEvent(i, scopeId, new byte[LoadEvent.BYTES])),
                (event, past) -> io.atomicstore.core.Decision.accept())
            .whenComplete(
                (result, failure) -> {
                  if (result != null && result.wasAccepted()) {
                    accepted.incrementAndGet();
                  }
                  permits.release();
                });
        if (i % 100_000 == 99_999) {
          System.out.printf(
              "  %,d scopes after %d s%n", i + 1, (System.nanoTime() - startNanos) / 1_000_000_000);
        }
      }
      permits.acquire(IN_FLIGHT);
      System.out.printf(
          "%,d accepted; live logs: %,d; after a full collection %d MiB in use%n",
          accepted.get(), store.liveScopes().toCompletableFuture().get().size(), usedMiB());
    }
  }

  private static long usedMiB() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}
