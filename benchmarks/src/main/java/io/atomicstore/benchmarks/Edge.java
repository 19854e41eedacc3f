package io.atomicstore.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Accepted events per second of a node over gRPC against a bare server that holds the same
 * conversation in memory, each in a process of its own, alternating in one run.
 */
final class Edge {

  private record Workload(String name, int connections, int inFlight) {}

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
    try (EdgeClients bareFull = clients(workload, bare, EdgeLoad.Way.FULL);
        EdgeClients nodeFull = clients(workload, node, EdgeLoad.Way.FULL);
        EdgeClients bareFast = clients(workload, bare, EdgeLoad.Way.FAST);
        EdgeClients nodeFast = clients(workload, node, EdgeLoad.Way.FAST)) {
      bareFull.load(5);
      nodeFull.load(20);
      bareFast.load(5);
      nodeFast.load(20);
      Ratios full = new Ratios();
      Ratios fast = new Ratios();
      Ratios fastToFull = new Ratios();
      for (int round = 0; round < rounds; round++) {
        Run ofBareFull = bareFull.load(4);
        Run ofNodeFull = nodeFull.load(4);
        Run ofBareFast = bareFast.load(4);
        Run ofNodeFast = nodeFast.load(4);
        full.add(ofNodeFull.eventsPerSecond() / ofBareFull.eventsPerSecond());
        fast.add(ofNodeFast.eventsPerSecond() / ofBareFast.eventsPerSecond());
        fastToFull.add(ofNodeFast.eventsPerSecond() / ofNodeFull.eventsPerSecond());
        System.out.printf(
            Locale.ROOT,
            "  full: bare %s, node %s%n  fast: bare %s, node %s%n",
            ofBareFull,
            ofNodeFull,
            ofBareFast,
            ofNodeFast);
      }
      System.out.printf(
          "%s in flight: full conversation, node to bare %s; fast path, node to bare %s; node, fast to full %s%n",
          workload.name(), full, fast, fastToFull);
    }
  }

  private static EdgeClients clients(Workload workload, ServerProcess server, EdgeLoad.Way way) {
    return new EdgeClients(server, workload.connections(), workload.inFlight(), way);
  }
}
