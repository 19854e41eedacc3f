package io.atomicstore.cli;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.server.AtomicStoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node on free ports of the loopback interface. */
final class TestNode implements AutoCloseable {

  private final AtomicStoreServer server;
  private final Path directory;

  /**
   * Starts a node.
   *
   * @param settings more of {@code atomic-store.server}, a line each
   */
  TestNode(Path directory, String... settings) {
    this.directory = directory;
    try {
      server =
          AtomicStoreServer.start(
              ConfigFactory.parseString(
                      "grpc.port = 0\nhttp.port = 0\nshutdown-grace = 0s\n"
                          + String.join("\n", settings))
                  .withFallback(
                      ConfigFactory.parseMap(
                          Map.of(
                              "data-directory", data().toString(),
                              "backup-directory", directory.resolve("backups").toString())))
                  .atPath("atomic-store.server"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  String address() {
    return "127.0.0.1:" + server.grpcPort();
  }

  /** Runs a command against this node. */
  CommandRun run(Object... arguments) {
    return CommandRun.of(withAddress(arguments));
  }

  /** Runs a command against this node, with something on standard input. */
  CommandRun runWithInput(byte[] input, Object... arguments) {
    return CommandRun.withInput(input, withAddress(arguments));
  }

  private Object[] withAddress(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add("--address");
    all.add(address());
    return all.toArray();
  }

  AtomicStoreClient client() {
    return AtomicStoreClient.builder(address()).start();
  }

  @Override
  public void close() {
    server.close();
  }
}
