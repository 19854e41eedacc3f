package io.atomicstore.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The heap of a node that an idle connection takes: one by gRPC or WebSocket on which an originator
 * has said hello, and no more; and one by HTTP on which a request was answered.
 */
final class IdleConnections {

  /** Opens so many connections, and returns when all of them are idle. */
  interface Kind {
    List<AutoCloseable> connect(ServerProcess node, int count) throws Exception;
  }

  /** How often the peers have promised to be heard of; not while this runs. */
  static final int HEARTBEAT_MILLIS = 3_600_000;

  private static final int WARM_UP = 100;

  /** Nobody is to be cut off while connections are made and counted. */
  private static final String[] OPTIONS = {
    "-Datomic-store.server.http.idle-timeout=1h",
    "-Datomic-store.server.keep-alive.interval=1h",
    "-Datomic-store.server.keep-alive.timeout=1h",
    "-Datomic-store.server.limits.connections-max=1000000"
  };

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("grpc", new IdleOverGrpc());
    KINDS.put("http", new IdleOverHttp());
    KINDS.put("websocket", new IdleOverWebSocket());
  }

  private IdleConnections() {}

  static void run(List<String> arguments) throws Exception {
    int connections = arguments.isEmpty() ? 2_000 : Integer.parseInt(arguments.get(0));
    for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
      if (arguments.size() < 2 || arguments.get(1).equals(kind.getKey())) {
        measure(kind.getKey(), kind.getValue(), connections);
      }
    }
  }

  private static void measure(String name, Kind kind, int connections) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try (ServerProcess node = ServerProcess.start("edge-node", OPTIONS)) {
      open.addAll(kind.connect(node, WARM_UP));
      long before = node.liveBytes();
      open.addAll(kind.connect(node, connections));
      long after = node.liveBytes();
      System.out.printf(
          "%,d idle connections, %s: %,d bytes of live heap each (%,d before, %,d after)%n",
          connections, name, (after - before) / connections, before, after);
      for (AutoCloseable connection : open) {
        connection.close();
      }
    }
  }
}
