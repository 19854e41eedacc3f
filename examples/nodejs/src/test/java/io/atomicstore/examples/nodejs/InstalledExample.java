package io.atomicstore.examples.nodejs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The example and the packages that it needs, in a directory below {@code target}. */
final class InstalledExample {

  private static final int OLDEST_NODE = 18;
  private static final int INSTALLATION_MINUTES_MAX = 5;

  private static final List<String> PROTOS =
      List.of("atomicstore/v1/atomic_store.proto", "atomicstore/v1/conversation.proto");

  private final Path directory;

  private InstalledExample(Path directory) {
    this.directory = directory;
  }

  /** Copies the example and installs its packages; fails if Node.js or npm are missing. */
  static InstalledExample install() throws IOException, InterruptedException {
    checkNode();
    // Where Maven has this module; it is the working directory too.
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Path directory = Files.createDirectories(module.resolve("target/example"));
    try (Stream<Path> files = Files.list(module)) {
      for (Path file : files.filter(InstalledExample::belongsToExample).toList()) {
        Files.copy(
            file,
            directory.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String proto : PROTOS) {
      copyProto(proto, directory.resolve("proto"));
    }
    InstalledExample example = new InstalledExample(directory);
    example.run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    return example;
  }

  private static void checkNode() throws IOException, InterruptedException {
    String version = output(start(new ProcessBuilder("node", "--version")));
    String major = version.replaceFirst("(?s)^v(\\d+)\\..*", "$1");
    assertThat(major).as("the version of Node.js, found '%s'", version).matches("\\d+");
    assertThat(Integer.parseInt(major))
        .as("this test needs Node.js %s or newer, found %s", OLDEST_NODE, version)
        .isGreaterThanOrEqualTo(OLDEST_NODE);
  }

  private static boolean belongsToExample(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".js") || name.endsWith(".json") || name.equals(".npmrc");
  }

  /** The jar of the protocol has the files, for everybody. */
  private static void copyProto(String name, Path directory) throws IOException {
    Path target = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    try (InputStream proto = InstalledExample.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(proto, name), target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Runs a command to its end, which must be a success. */
  void run(String... command) throws IOException, InterruptedException {
    output(start(builder(command)));
  }

  /** Starts the program that books seats. */
  NodeProgram bookSeats(int port, String show, String customer) {
    List<String> command = new ArrayList<>(List.of("node", "book-seats.js"));
    command.addAll(List.of("--address", "127.0.0.1:" + port, "--protos", "proto"));
    command.addAll(List.of("--show", show, "--customer", customer));
    return new NodeProgram(start(builder(command.toArray(String[]::new))));
  }

  private ProcessBuilder builder(String... command) {
    return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "'"
              + builder.command().get(0)
              + "' can't be run: install Node.js "
              + OLDEST_NODE
              + " or newer, with npm, and put them on the PATH",
          e);
    }
  }

  private static String output(Process process) throws IOException, InterruptedException {
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(INSTALLATION_MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue())
          .as("the exit code of %s, which said: %s", process.info().commandLine(), output)
          .isZero();
      return output.strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
