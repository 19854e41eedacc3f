package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Originator;
import io.atomicstore.originator.OriginatorSettings;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** One hot scope, many callers of the library: the fast path against the full conversation. */
final class Hot {

  private static final int BATCH_EVENTS = 100_000;

  private Hot() {}

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? 7 : Integer.parseInt(arguments.get(0));
    measure(64, rounds);
    measure(1_024, rounds);
  }

  private static void measure(int callers, int rounds) throws Exception {
    System.out.printf("%n%,d callers%n", callers);
    try (Bench bench = new Bench();
        AtomicStore<LoadEvent, String> store = bench.newStore()) {
      var fast = store.originator(new CountingFold());
      var full =
          store.originator(new CountingFold(), OriginatorSettings.DEFAULT.withDecidesAhead(false));
      Ratios ratios = new Ratios();
      for (int round = -1; round < rounds; round++) {
        boolean isFastFirst = round % 2 == 0;
        double first = eventsPerSecond(callers, isFastFirst ? fast : full, round, isFastFirst);
        double second = eventsPerSecond(callers, isFastFirst ? full : fast, round, !isFastFirst);
        if (round >= 0) {
          ratios.add(isFastFirst ? first / second : second / first);
        }
      }
      System.out.printf("%,d callers, fast path to full conversation: %s%n", callers, ratios);
    }
  }

  private static double eventsPerSecond(
      int callers, Originator<LoadEvent, String, Void> originator, int round, boolean isFast)
      throws Exception {
    ScopeId scopeId = new ScopeId((isFast ? "fast-" : "full-") + round);
    long startNanos = System.nanoTime();
    Histogram micros =
        Callers.store(
            callers, BATCH_EVENTS, caller -> originator.storeIfValid(LoadEvent.of(0, scopeId)));
    double eventsPerSecond = BATCH_EVENTS * 1e9 / (System.nanoTime() - startNanos);
    System.out.printf(
        Locale.ROOT,
        "  %-17s %,9.0f events/s  p50 %.3f ms  p99 %.3f ms%n",
        isFast ? "fast path" : "full conversation",
        eventsPerSecond,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
    return eventsPerSecond;
  }
}
