package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {

  private final Path directory;
  private final TestNode node;

  TailTest(@TempDir Path directory) {
    this.directory = directory;
    this.node = new TestNode(directory);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void endsBehindTheLastEventOfASealedLog() {
    node.run("append", "lot-1", "one");
    node.run("append", "lot-1", "two", "--seal");

    CommandRun all = node.run("tail", "lot-1", "--json");
    CommandRun rest = node.run("tail", "lot-1", "--after", 1);

    assertThat(all.endedWith(ExitCode.DONE)).isTrue();
    assertThat(all.jsonLines())
        .extracting(json -> json.get("sequenceNr").asLong())
        .containsExactly(1L, 2L);
    assertThat(rest.out()).contains("two").doesNotContain("one").hasLineCount(1);
  }

  @Test
  void followsALogUntilItIsInterrupted() throws IOException, InterruptedException {
    node.run("append", "lot-1", "one");
    try (ChildProcess tail =
        ChildProcess.start(directory, "tail", "lot-1", "--address", node.address())) {
      assertThat(tail.nextLine()).endsWith("one");

      node.run("append", "lot-1", "two");

      assertThat(tail.nextLine()).endsWith("two");
      tail.stop();
      assertThat(tail.awaitExitCode()).isEqualTo(ExitCode.DONE.code());
      assertThat(tail.err()).isEmpty();
    }
  }

  @Test
  void goesOnBehindAToken() throws IOException, InterruptedException {
    node.run("append", "lot-1", "one");
    node.run("append", "other", "x");
    node.run("append", "lot-2", "two");
    String token;
    try (ChildProcess tail =
        ChildProcess.start(
            directory, "tail", "--prefix", "lot-", "--json", "--address", node.address())) {
      tail.lineThat(line -> line.contains("\"one\""));
      String line = tail.lineThat(each -> each.contains("\"two\""));
      token = new ObjectMapper().readTree(line).get("token").asText();
    }
    node.run("append", "lot-1", "three");

    try (ChildProcess tail =
        ChildProcess.start(
            directory, "tail", "--all", "--after", token, "--address", node.address())) {

      assertThat(tail.lineThat(each -> each.contains("three"))).startsWith("lot-1");
    }
  }

  @Test
  void refusesWhatItCantFollow() {
    CommandRun none = node.run("tail");
    CommandRun both = node.run("tail", "lot-1", "--all");
    CommandRun noNumber = node.run("tail", "lot-1", "--after", "x");

    assertThat(none.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(none.err()).contains("expected SCOPE, --all or --prefix, found none of them");
    assertThat(both.err()).contains("expected either SCOPE or --all and --prefix, found both");
    assertThat(noNumber.err()).contains("--after: expected the sequence number");
  }
}
