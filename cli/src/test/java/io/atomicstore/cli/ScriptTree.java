package io.atomicstore.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * A source tree with the {@code atomic-store} script and nothing else. On its path is a program in
 * the place of Maven: what that builds is the class path of the tests.
 */
final class ScriptTree {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private final Path directory;

  private ScriptTree(Path directory) {
    this.directory = directory;
  }

  /** In which building fails. */
  static ScriptTree thatCantBeBuilt(Path directory) throws IOException {
    ScriptTree tree = new ScriptTree(directory);
    Files.copy(
        REPOSITORY.resolve("atomic-store"),
        directory.resolve("atomic-store"),
        StandardCopyOption.COPY_ATTRIBUTES);
    tree.replaceMaven("echo '[ERROR] no compiler'", "exit 1");
    return tree;
  }

  /** In which building gives what is tested. */
  static ScriptTree in(Path directory) throws IOException {
    ScriptTree tree = thatCantBeBuilt(directory);
    Path built = directory.resolve("built");
    Files.createDirectories(built.resolve("lib"));
    for (Path each : classPath()) {
      if (Files.isDirectory(each)) {
        String module = moduleOf(each).getFileName().toString();
        jar(each, built.resolve(module.equals("cli") ? "cli-0.jar" : "lib/" + module + ".jar"));
      } else {
        Files.createSymbolicLink(built.resolve("lib").resolve(each.getFileName()), each);
      }
    }
    tree.replaceMaven("cp -R built/. cli/target/");
    return tree;
  }

  /** What the modules and their dependencies are loaded from, without the tests. */
  private static List<Path> classPath() {
    List<Path> classPath = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(each).toAbsolutePath().normalize();
      if (Files.exists(path) && !path.endsWith("test-classes")) {
        classPath.add(path);
      }
    }
    return classPath;
  }

  private static void jar(Path classes, Path jar) {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int exitCode =
        tool.run(System.out, System.err, "-c", "-f", jar.toString(), "-C", classes.toString(), ".");
    if (exitCode != 0) {
      throw new AssertionError("expected a jar of " + classes + ", found exit code " + exitCode);
    }
  }

  /** The modules that the command consists of, as directories of the repository. */
  static List<Path> modules() {
    return classPath().stream()
        .filter(each -> each.startsWith(REPOSITORY))
        .map(each -> REPOSITORY.relativize(moduleOf(each)))
        .distinct()
        .toList();
  }

  /** Of {@code module/target/classes}, or of a jar in {@code module/target}. */
  private static Path moduleOf(Path built) {
    Path module = built;
    while (!Files.exists(module.resolve("pom.xml"))) {
      module = module.resolve("..").normalize();
    }
    return module;
  }

  /** What building does from now on: lines of shell, run in the tree. */
  void replaceMaven(String... lines) throws IOException {
    Path maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    if (!maven.toFile().setExecutable(true)) {
      throw new AssertionError("expected " + maven + " to be made executable");
    }
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** {@code ./atomic-store} with arguments. */
  ProcessBuilder command(Object... arguments) {
    List<String> words = new ArrayList<>(List.of("./atomic-store"));
    List.of(arguments).forEach(argument -> words.add(argument.toString()));
    return inTree(new ProcessBuilder(words));
  }

  /** A line that a user types. */
  ProcessBuilder line(String line) {
    return inTree(new ProcessBuilder("bash", "-c", line));
  }

  /**
   * The same command, which Ctrl-C ends also where these tests run in the background of a shell:
   * that has what it starts ignore it, down to the last process.
   */
  static ProcessBuilder interruptible(ProcessBuilder builder) {
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    return builder;
  }

  private ProcessBuilder inTree(ProcessBuilder builder) {
    builder.directory(directory.toFile());
    builder.environment().merge("PATH", path("bin").toString(), (old, bin) -> bin + ":" + old);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ATOMIC_STORE_JAVA_OPTIONS", "-Xmx512m");
    return builder;
  }

  /** Starts such a process. */
  ChildProcess start(ProcessBuilder builder) throws IOException {
    return ChildProcess.start(directory, builder);
  }

  /** Runs {@code ./atomic-store} to its end. */
  CommandRun run(Object... arguments) throws IOException, InterruptedException {
    return run(command(arguments));
  }

  /** Runs such a process to its end. */
  CommandRun run(ProcessBuilder builder) throws IOException, InterruptedException {
    try (ChildProcess process = start(builder)) {
      String out = process.rest();
      int exitCode = process.awaitExitCode();
      return new CommandRun(exitCode, out, process.err());
    }
  }
}
