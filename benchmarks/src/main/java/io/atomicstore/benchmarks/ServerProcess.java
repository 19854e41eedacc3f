package io.atomicstore.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A server in a process of its own, see {@link Served}. */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final PrintWriter input;
  private final int port;
  private final int httpPort;
  private final Duration start;

  private ServerProcess(Process process, long startedAtNanos) throws IOException {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.input = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.port = (int) numberAfter("port ");
    this.httpPort = (int) numberAfter("http port ");
    this.start = Duration.ofNanos(System.nanoTime() - startedAtNanos);
  }

  /** Starts one of the programs of {@link Main} that serve, and returns when it listens. */
  static ServerProcess start(String program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), program));
    long startedAtNanos = System.nanoTime();
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
        startedAtNanos);
  }

  private long numberAfter(String prefix) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith(prefix)) {
      line = output.readLine();
    }
    return Long.parseLong(
        Objects.requireNonNull(line, "the server ended").substring(prefix.length()));
  }

  int port() {
    return port;
  }

  /** 0 if it has none. */
  int httpPort() {
    return httpPort;
  }

  /** From the start of the process until it listened. */
  Duration startTime() {
    return start;
  }

  /** Processor time so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What is in its heap after a collection. */
  long liveBytes() throws IOException {
    input.println(Served.HEAP);
    return numberAfter("heap ");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
