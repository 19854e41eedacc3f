package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomicstore.client.AtomicStoreClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code atomic-store} script, as users start it. */
class ScriptTest {

  private static ScriptTree tree;
  private static CommandRun first;

  private final Path directory;

  ScriptTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void runOnce(@TempDir Path directory) throws IOException, InterruptedException {
    tree = ScriptTree.in(directory);
    first = tree.run("--version");
  }

  @Test
  void buildsAndPreparesOnce() throws IOException, InterruptedException {
    CommandRun second = tree.run("--version");

    assertThat(first.endedWith(ExitCode.DONE)).as(first.err()).isTrue();
    assertThat(first.out()).startsWith("atomic-store ");
    assertThat(first.err()).contains("building from the sources").contains("preparing faster");
    assertThat(tree.path("cli/target/atomic-store.jsa")).isNotEmptyFile();
    assertThat(second).isEqualTo(new CommandRun(ExitCode.DONE.code(), first.out(), ""));
  }

  @Test
  void startsFromAnotherDirectoryByALink() throws IOException, InterruptedException {
    String line = "ln -s " + tree.path("atomic-store") + " linked && ./linked --version";

    CommandRun run = tree.run(tree.line(line).directory(directory.toFile()));

    assertThat(run.endedWith(ExitCode.DONE)).as(run.err()).isTrue();
    assertThat(run.out()).isEqualTo(first.out());
  }

  @Test
  void endsWithTheExitCodeOfEachOutcome() throws IOException, InterruptedException {
    try (ChildProcess node = serve()) {
      String address = address(node);

      assertEnds(ExitCode.DONE, "append", "lot-1", "{\"bid\":1}", "--address", address);
      assertEnds(ExitCode.DONE, "query", "lot-1", "--address", address);
      assertEnds(ExitCode.CONFLICT, "append", "lot-1", "x", "--expect", 0, "--address", address);
      assertEnds(ExitCode.BAD_USAGE, "append", "--address", address);
      assertEnds(ExitCode.PORT_IN_USE, "serve", "--data", directory, "--grpc-port", port(address));
    }
  }

  private static void assertEnds(ExitCode expected, Object... arguments)
      throws IOException, InterruptedException {
    CommandRun run = tree.run(arguments);

    assertThat(run.endedWith(expected)).as("%s: %s", expected, run).isTrue();
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void answersWhatIsInFlightWhenItIsToldToStop(String signal)
      throws IOException, InterruptedException {
    HeldValidator validator = new HeldValidator();
    try (ChildProcess node = serve()) {
      String address = address(node);
      try (AtomicStoreClient validating = AtomicStoreClient.builder(address).start();
          ChildProcess append =
              tree.start(
                  tree.command("append", "lot-1", "x", "--delegate", "--address", address))) {
        validating.validate(RawEvents.FORMATS, validator, List.of(""));
        assertThat(validator.asked().await(60, TimeUnit.SECONDS)).isTrue();

        node.signal(signal);
        await().until(() -> node.err().contains("the node stops"));
        validator.released().countDown();

        assertThat(append.nextLine()).startsWith("stored as event 1 of 'lot-1'");
        assertThat(append.awaitExitCode()).isEqualTo(ExitCode.DONE.code());
      } finally {
        validator.released().countDown();
      }
      assertThat(node.awaitExitCode()).isEqualTo(ExitCode.DONE.code());
      assertThat(node.err()).contains("the node has stopped").doesNotContain("WARN", "ERROR");
    }
  }

  private ChildProcess serve() throws IOException {
    Path data = directory.resolve("data");
    return tree.start(
        ScriptTree.interruptible(
            tree.command("serve", "--data", data, "--grpc-port", 0, "--http-port", 0, "--json")));
  }

  private static String address(ChildProcess node) throws IOException {
    return new ObjectMapper().readTree(node.nextLine()).get("grpc").asText();
  }
}
