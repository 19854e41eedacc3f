package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of these tests in a JVM of its own. */
final class ChildProcess {

  private ChildProcess() {}

  /** What a process left behind, its error output included. */
  record Ended(int exitCode, String output) {}

  /** Runs a class to its end. */
  static Ended run(Class<?> main, String before, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(main, before, arguments);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }

  /**
   * Starts a class.
   *
   * @param before a shell command to run first in the same shell, a limit say; may be empty
   */
  static Process start(Class<?> main, String before, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", before + "\nexec \"$@\"", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
