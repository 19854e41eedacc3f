package io.atomicstore.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Accepted events per second of the store against bare actors on the same journal, alternating in
 * one run.
 */
final class Throughput {

  private record Workload(String name, int scopes, int originators, int inFlight) {}

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload("hot", 1, 64, 1),
          new Workload("spread", 1000, 64, 1),
          new Workload("deep", 1000, 64, 1000));

  private Throughput() {}

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : 5;
    for (Workload workload : WORKLOADS) {
      if (arguments.isEmpty()
          || arguments.get(0).equals("all")
          || arguments.get(0).equals(workload.name())) {
        measure(workload, rounds);
      }
    }
  }

  private static void measure(Workload workload, int rounds) throws Exception {
    System.out.printf(
        "%n%s: %d scopes, %d originators, %d in flight each, %d-byte events%n",
        workload.name(),
        workload.scopes(),
        workload.originators(),
        workload.inFlight(),
        LoadEvent.BYTES);
    List<Double> ratios = new ArrayList<>();
    List<Run> bares = new ArrayList<>();
    List<Run> stores = new ArrayList<>();
    try (Bench bench = new Bench()) {
      onBare(bench, workload, 5);
      onStore(bench, workload, 5);
      for (int round = 0; round < rounds; round++) {
        // Alternating order: the machine's speed drifts.
        Run bare = round % 2 == 0 ? onBare(bench, workload, 5) : null;
        Run store = onStore(bench, workload, 5);
        bare = bare == null ? onBare(bench, workload, 5) : bare;
        bares.add(bare);
        stores.add(store);
        ratios.add(store.eventsPerSecond() / bare.eventsPerSecond());
        System.out.printf(
            Locale.ROOT, "  bare  %s%n  store %s   ratio %.2f%n", bare, store, ratios.get(round));
      }
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s: bare %s, store %s events/s; ratio median %.2f (%.2f to %.2f)%n",
        workload.name(),
        Bench.spread(bares, Run::eventsPerSecond),
        Bench.spread(stores, Run::eventsPerSecond),
        ratios.get(rounds / 2),
        ratios.get(0),
        ratios.get(rounds - 1));
  }

  private static Run onBare(Bench bench, Workload workload, int seconds) throws Exception {
    return bench.onBareActors(
        workload.scopes(),
        workload.originators(),
        workload.inFlight(),
        Duration.ofSeconds(seconds));
  }

  private static Run onStore(Bench bench, Workload workload, int seconds) throws Exception {
    return bench.onStore(
        workload.scopes(),
        workload.originators(),
        workload.inFlight(),
        Duration.ofSeconds(seconds));
  }
}
