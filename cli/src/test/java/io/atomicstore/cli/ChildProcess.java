package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code atomic-store} in a process of its own. Killed when closed. */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final Path err;
  private final BufferedReader out;

  private ChildProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
    this.out = process.inputReader(UTF_8);
  }

  /**
   * Starts it.
   *
   * @param directory where its temporary files go, and what it says on standard error
   */
  static ChildProcess start(Path directory, Object... arguments) throws IOException {
    return start(directory, Map.of(), arguments);
  }

  /** Starts it with more environment variables. */
  static ChildProcess start(Path directory, Map<String, String> environment, Object... arguments)
      throws IOException {
    return start(AtomicStoreCommand.class, directory, environment, arguments);
  }

  /** Starts something around it. */
  static ChildProcess startMain(Class<?> mainClass, Path directory, Object... arguments)
      throws IOException {
    return start(mainClass, directory, Map.of(), arguments);
  }

  private static ChildProcess start(
      Class<?> mainClass, Path directory, Map<String, String> environment, Object... arguments)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            mainClass.getName());
    List.of(arguments).forEach(argument -> builder.command().add(argument.toString()));
    builder.environment().putAll(environment);
    return start(directory, builder);
  }

  /** Starts a command, which is to become {@code atomic-store}. */
  static ChildProcess start(Path directory, ProcessBuilder builder) throws IOException {
    Path err = Files.createTempFile(directory, "err", ".txt");
    return new ChildProcess(builder.redirectError(Redirect.to(err.toFile())).start(), err);
  }

  /** The next line of standard output; fails if there is none. */
  String nextLine() throws IOException {
    String line = out.readLine();
    assertThat(line).as("a line; on standard error: %s", err()).isNotNull();
    return line;
  }

  /** The rest of standard output. */
  String rest() {
    return out.lines().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** Reads standard output up to such a line. */
  String lineThat(Predicate<String> isWanted) throws IOException {
    String line = nextLine();
    while (!isWanted.test(line)) {
      line = nextLine();
    }
    return line;
  }

  /** Nothing more comes on its standard input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** As Ctrl-C, or a service manager, would end it. */
  void stop() {
    process.toHandle().destroy();
  }

  /** As the shell's {@code kill}, with the name of a signal. */
  void signal(String name) throws IOException, InterruptedException {
    String id = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, id).inheritIO().start().waitFor()).isZero();
  }

  /** As kill -9. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  int awaitExitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said on standard error so far. */
  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
