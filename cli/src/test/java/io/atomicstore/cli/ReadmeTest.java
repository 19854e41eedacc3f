package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.cli.ReadmeSession.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the README do what it shows. */
class ReadmeTest {

  private static final String FIRST_EVENT = "examples/first-event/FirstEvent.java";

  private static ScriptTree tree;

  @BeforeAll
  static void build(@TempDir Path directory) throws IOException, InterruptedException {
    tree = ScriptTree.in(directory);
    assertThat(tree.run("--version").exitCode()).isZero();
  }

  @Test
  void servesAppendsAndQueries() throws IOException, InterruptedException {
    List<Step> steps = ReadmeSession.below("command line");

    assertThat(steps).hasSizeGreaterThan(2);
    assertThat(run(steps)).last().asString().contains("{\"bidder\":\"ada\",\"cents\":120}");
  }

  @Test
  void storesTheFirstEventWithCurl() throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>(ReadmeSession.below("curl"));
    if (!steps.get(0).isInBackground()) {
      steps.add(0, new Step("./atomic-store serve --data curl-data", true, List.of()));
    }
    String stored = steps.get(1).line().replaceFirst(".*(?:-d|--json) '([^']*)'.*", "$1");

    assertThat(stored).startsWith("{");
    assertThat(run(steps)).last().asString().contains("\"data\":" + stored.replace(" ", ""));
  }

  @Test
  void showsTheProgramThatIsTested() throws IOException {
    assertThat(ReadmeSession.blockBelow("FirstEvent") + "\n")
        .isEqualTo(Files.readString(Path.of("..", FIRST_EVENT)));
  }

  @Test
  void storesTheFirstEventWithAJavaProgram() throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("./atomic-store serve --data program-data", true, List.of()));
    steps.addAll(ReadmeSession.below("FirstEvent runs"));

    assertThat(run(steps)).containsExactly("stored\n", "not stored: there is a bid of 100\n");
  }

  /** The first of them is the node; returns what the others print. */
  private static List<String> run(List<Step> steps) throws IOException, InterruptedException {
    List<String> printed = new ArrayList<>();
    Step serve = steps.get(0);
    try (ChildProcess node = tree.start(onFreePorts(serve.line()))) {
      String listens = node.nextLine();
      serve.assertPrinted(List.of(listens));
      for (Step step : steps.subList(1, steps.size())) {
        CommandRun run = tree.run(towards(listens, step.line()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        step.assertPrinted(run.out().lines().toList());
        printed.add(run.out());
      }
      node.stop();
      assertThat(node.awaitExitCode()).isEqualTo(ExitCode.DONE.code());
    }
    return printed;
  }

  /** The ports that the README shows may be taken here. */
  private static ProcessBuilder onFreePorts(String line) {
    ProcessBuilder builder = tree.line("exec " + line);
    builder
        .environment()
        .putAll(Map.of("ATOMIC_STORE_GRPC_PORT", "0", "ATOMIC_STORE_HTTP_PORT", "0"));
    return builder;
  }

  private static ProcessBuilder towards(String listens, String line) throws IOException {
    String grpc = listens.replaceFirst(".* gRPC on ([^,]+),.*", "$1");
    Path program = tree.path(FIRST_EVENT);
    Files.createDirectories(program.getParent());
    String source = Files.readString(Path.of("..", FIRST_EVENT));
    assertThat(source).containsOnlyOnce("localhost:7700");
    Files.writeString(program, source.replace("localhost:7700", grpc));
    String http = listens.replaceFirst(".* HTTP on (\\S+)$", "$1");
    ProcessBuilder builder = tree.line(line.replace("http://localhost:7701", http));
    builder.environment().put("ATOMIC_STORE_ADDRESS", grpc);
    return builder;
  }
}
