package io.atomicstore.benchmarks;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.server.AtomicStoreServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Serves until the process is ended. Tells its ports, and the bytes of its heap whenever a line
 * asks for it.
 */
final class Served {

  /** Asks for the heap. */
  static final String HEAP = "heap";

  private Served() {}

  /** Serves the bare conversation. */
  static void bare() throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(new BareConversation())
            .build()
            .start();
    tell(server.getPort(), 0);
  }

  /** Serves a node with a new, empty store. */
  static void node() throws Exception {
    Path directory = Files.createTempDirectory("atomic-store-benchmark");
    AtomicStoreServer server =
        AtomicStoreServer.start(
            ConfigFactory.parseMap(
                Map.of(
                    "atomic-store.server.data-directory",
                    directory.resolve("data").toString(),
                    "atomic-store.server.grpc.port",
                    0,
                    "atomic-store.server.http.port",
                    0)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
    tell(server.grpcPort(), server.httpPort());
  }

  private static void end(AtomicStoreServer server, Path directory) {
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(int port, int httpPort) throws IOException {
    System.out.println("port " + port);
    System.out.println("http port " + httpPort);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      Runtime runtime = Runtime.getRuntime();
      for (int i = 0; i < 3; i++) {
        runtime.gc();
      }
      System.out.println("heap " + (runtime.totalMemory() - runtime.freeMemory()));
    }
    System.exit(0);
  }
}
