package io.atomicstore.benchmarks;

import java.util.List;

/** Runs one load program, see {@code benchmarks/README.md}. */
public final class Main {

  private static final String USAGE =
      "usage: throughput|latency|length|hot|subscribe|edge|hot-grpc|idle|warm|million-scopes [ARGUMENT…]";

  private Main() {}

  /** Prints the machine and what the program named by the first argument measures. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println(USAGE);
      System.exit(2);
    }
    System.out.printf(
        "JDK %s, %d processors, heap at most %d MiB%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    List<String> rest = List.of(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "throughput" -> Throughput.run(rest);
      case "latency" -> Latency.run();
      case "length" -> Length.run(rest);
      case "hot" -> Hot.run(rest);
      case "subscribe" -> Subscribing.run(rest);
      case "edge" -> Edge.run(rest);
      case "hot-grpc" -> HotOverGrpc.run(rest);
      case "idle" -> IdleConnections.run(rest);
      case "warm" -> Warm.run(rest);
      case "edge-bare" -> Served.bare();
      case "edge-node" -> Served.node();
      case "million-scopes" -> MillionScopes.run();
      default -> {
        System.err.println("unknown program '" + arguments[0] + "'; " + USAGE);
        System.exit(2);
      }
    }
  }
}
