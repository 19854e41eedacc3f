package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.ActorRef;

/**
 * Throughput of 64 originators over logs of about 1,000 events and over logs of about 100,000,
 * alternating in one run. The load is spread over several logs, so that they hardly grow meanwhile.
 */
final class Length {

  private static final int ROUNDS = 6;
  private static final int SHORT_EVENTS = 1_000;
  private static final int LONG_EVENTS = 100_000;
  private static final int LOGS = 8;

  private Length() {}

  static void run() throws Exception {
    try (Bench bench = new Bench();
        AtomicStore<LoadEvent, String> longLogs = bench.newStore()) {
      grow(bench, longLogs, LOGS, LONG_EVENTS);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        Run onShort;
        try (AtomicStore<LoadEvent, String> shortLogs = bench.newStore()) {
          // Many short logs: each grows by less than its own length during the run.
          grow(bench, shortLogs, LOGS * 16, SHORT_EVENTS);
          onShort = run(bench, shortLogs, LOGS * 16);
        }
        Run onLong = run(bench, longLogs, LOGS);
        double ratio = onLong.eventsPerSecond() / onShort.eventsPerSecond();
        ratios.add(ratio);
        System.out.printf(
            Locale.ROOT,
            "  %,d events a log: %s%n  %,d events a log: %s   ratio %.2f%n",
            SHORT_EVENTS,
            onShort,
            LONG_EVENTS,
            onLong,
            ratio);
      }
      ratios.sort(null);
      System.out.printf(
          Locale.ROOT,
          "long to short: median %.2f (%.2f to %.2f)%n",
          ratios.get(ROUNDS / 2),
          ratios.get(0),
          ratios.get(ROUNDS - 1));
    }
  }

  private static Run run(Bench bench, AtomicStore<LoadEvent, String> store, int logs)
      throws Exception {
    return bench.run(Bench.scopes(logs), targets(store, logs), 64, 1, Duration.ofSeconds(3));
  }

  private static List<ActorRef> targets(AtomicStore<LoadEvent, String> store, int logs) {
    return Collections.nCopies(logs, store.receptionist());
  }

  private static void grow(Bench bench, AtomicStore<LoadEvent, String> store, int logs, int events)
      throws Exception {
    List<ScopeId> scopes = Bench.scopes(logs);
    long stored = 0;
    while (stored < (long) logs * events) {
      Run run = bench.run(scopes, targets(store, logs), 64, logs, Duration.ofMillis(500));
      stored += run.latencyMicros().getTotalCount();
    }
  }
}
