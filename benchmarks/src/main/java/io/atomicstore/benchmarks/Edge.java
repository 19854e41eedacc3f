package io.atomicstore.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Accepted events per second of a node over gRPC against a bare server that holds the same
 * conversation in memory, each in a process of its own, alternating in one run.
 */
final class Edge {

  private record Workload(String name, int connections, int inFlight) {}

  private static final int SCOPES = 1_000;

  private Edge() {}

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
    try (ServerProcess bare = ServerProcess.start("edge-bare");
        ServerProcess node = ServerProcess.start("edge-node")) {
      for (Workload workload : List.of(new Workload("64", 1, 64), new Workload("512", 8, 64))) {
        measure(workload, rounds, bare, node);
      }
    }
  }

  private static void measure(Workload workload, int rounds, ServerProcess bare, ServerProcess node)
      throws Exception {
    for (EdgeLoad.Way way : EdgeLoad.Way.values()) {
      load(workload, bare, way, 5);
      load(workload, node, way, 20);
    }
    Ratios full = new Ratios();
    Ratios fast = new Ratios();
    Ratios fastToFull = new Ratios();
    for (int round = 0; round < rounds; round++) {
      Run bareFull = load(workload, bare, EdgeLoad.Way.FULL, 4);
      Run nodeFull = load(workload, node, EdgeLoad.Way.FULL, 4);
      Run bareFast = load(workload, bare, EdgeLoad.Way.FAST, 4);
      Run nodeFast = load(workload, node, EdgeLoad.Way.FAST, 4);
      full.add(nodeFull.eventsPerSecond() / bareFull.eventsPerSecond());
      fast.add(nodeFast.eventsPerSecond() / bareFast.eventsPerSecond());
      fastToFull.add(nodeFast.eventsPerSecond() / nodeFull.eventsPerSecond());
      System.out.printf(
          Locale.ROOT,
          "  full: bare %s, node %s%n  fast: bare %s, node %s%n",
          bareFull,
          nodeFull,
          bareFast,
          nodeFast);
    }
    System.out.printf(
        "%s in flight: full conversation, node to bare %s; fast path, node to bare %s; node, fast to full %s%n",
        workload.name(), full, fast, fastToFull);
  }

  private static Run load(Workload workload, ServerProcess server, EdgeLoad.Way way, int seconds)
      throws Exception {
    List<EdgeLoad> loads = new ArrayList<>();
    String prefix = way + "-" + workload.name() + "-" + System.nanoTime() + "-";
    int scopes = SCOPES / workload.connections();
    for (int i = 0; i < workload.connections(); i++) {
      int connection = i;
      loads.add(
          new EdgeLoad(
              server.port(),
              IntStream.range(0, scopes).mapToObj(s -> prefix + connection + "-" + s).toList(),
              way));
    }
    for (EdgeLoad load : loads) {
      load.start(workload.inFlight());
    }
    Thread.sleep(1000);
    long before = loads.stream().mapToLong(EdgeLoad::accepted).sum();
    Duration cpuBefore = server.cpu();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    long accepted = loads.stream().mapToLong(EdgeLoad::accepted).sum() - before;
    double cpuMicros = server.cpu().minus(cpuBefore).toNanos() / 1e3 / accepted;
    double elapsed = (System.nanoTime() - start) / 1e9;
    Histogram latency = new Histogram(60_000_000L, 3);
    for (EdgeLoad load : loads) {
      latency.add(load.stop());
    }
    return new Run(accepted / elapsed, cpuMicros, latency);
  }
}
