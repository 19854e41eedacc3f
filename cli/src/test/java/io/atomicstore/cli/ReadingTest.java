package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code query}, {@code scopes} and {@code result}. */
class ReadingTest {

  private static final String ID = "019b7d86-9c00-7000-8000-000000000001";
  private static final String OTHER_ID = "019b7d86-9c00-7000-8000-000000000002";

  private final TestNode node;

  ReadingTest(@TempDir Path directory) {
    this.node = new TestNode(directory);
  }

  @BeforeEach
  void store() {
    node.run("append", "lot-1", "one", "--type", "bid", "--event-id", ID);
    node.run("append", "lot-1", "two\nlines\u001b[2J");
    node.run("append", "lot-1", "three");
    node.run("append", "other", "x");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void showsALineForEachEvent() {
    CommandRun run = node.run("query", "lot-1");

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches(" {5}1 {2}\\d{4}-\\d\\d-\\d\\d [\\d:.]+Z {2}bid {2}one");
    assertThat(lines.get(1)).endsWith("two\\nlines\\u001b[2J");
  }

  @Test
  void showsARange() {
    assertThat(shown("--from", 2)).containsExactly(2L, 3L);
    assertThat(shown("--from", 2, "--limit", 1)).containsExactly(2L);
    assertThat(shown("--backwards")).containsExactly(3L, 2L, 1L);
    assertThat(shown("--backwards", "--from", 2)).containsExactly(2L, 1L);
    assertThat(shown("--backwards", "--limit", 1)).containsExactly(3L);
    assertThat(shown("--from", 4)).isEmpty();
  }

  private List<Long> shown(Object... options) {
    Object[] arguments = new Object[options.length + 3];
    arguments[0] = "query";
    arguments[1] = "lot-1";
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    CommandRun run = node.run(arguments);
    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    return run.jsonLines().stream().map(json -> json.get("sequenceNr").asLong()).toList();
  }

  @Test
  void tellsThatThereIsNoSuchScope() {
    CommandRun run = node.run("query", "lot-2", "--json");

    assertThat(run.endedWith(ExitCode.NOT_FOUND)).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.jsonError().get("error").asText()).isEqualTo("NOT_FOUND");
    assertThat(run.jsonError().get("exitCode").asInt()).isEqualTo(12);
    assertThat(run.jsonError().get("message").asText())
        .isEqualTo("expected events in scope 'lot-2', found none");
  }

  @Test
  void listsScopes() {
    assertThat(node.run("scopes").out().lines()).containsExactly("lot-1", "other");
    assertThat(node.run("scopes", "--prefix", "lot").out().lines()).containsExactly("lot-1");
    assertThat(node.run("scopes", "--prefix", "none").out()).isEmpty();
    assertThat(node.run("scopes", "--live", "--json").jsonLines())
        .extracting(json -> json.get("scope").asText())
        .containsExactly("lot-1", "other");
  }

  @Test
  void tellsWhatBecameOfASubmission() {
    CommandRun stored = node.run("result", "lot-1", ID);
    CommandRun unknown = node.run("result", "lot-1", OTHER_ID, "--json");

    assertThat(stored.endedWith(ExitCode.DONE)).isTrue();
    assertThat(stored.out()).isEqualToIgnoringNewLines("stored as event 1");
    assertThat(unknown.endedWith(ExitCode.NOT_FOUND)).isTrue();
    JsonNode json = unknown.json();
    assertThat(json.get("result").asText()).isEqualTo("NOT_FOUND");
    assertThat(json.get("eventId").asText()).isEqualTo(OTHER_ID);
  }

  @Test
  void tellsThatNobodyReadsWhatItPrints() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    closed.close();
    Console console =
        new Console(
            InputStream.nullInputStream(), closed, new PrintStream(err, true, UTF_8), false);

    int exitCode = AtomicStoreCommand.run(console, "export", "--address", node.address(), "--json");

    assertThat(exitCode).isEqualTo(ExitCode.BAD_USAGE.code());
    assertThat(err.toString(UTF_8)).contains("standard output can't be written");
  }
}
