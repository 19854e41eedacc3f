package io.atomicstore.server;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A node in a process of its own, which can be killed. */
final class NodeProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  private NodeProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Serves until it is killed; the arguments are the directory and the port of gRPC. */
  public static void main(String[] arguments) throws IOException {
    AtomicStoreServer server =
        AtomicStoreServer.start(
            ConfigFactory.parseMap(
                Map.of(
                    "atomic-store.server.data-directory", arguments[0],
                    "atomic-store.server.grpc.port", arguments[1],
                    "atomic-store.server.http.port", 0)));
    System.out.println("port " + server.grpcPort());
    System.out.flush();
  }

  /**
   * Returns once it listens.
   *
   * @param port 0 is any
   */
  static NodeProcess start(Path directory, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                directory.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = output.readLine();
    }
    Thread drain = new Thread(() -> output.lines().forEach(System.out::println), "drain");
    drain.setDaemon(true);
    drain.start();
    String told = Objects.requireNonNull(line, "the node ended before it told its port");
    return new NodeProcess(process, Integer.parseInt(told.substring("port ".length())));
  }

  int port() {
    return port;
  }

  /** Ends it like a loss of power would, as far as a process can. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
