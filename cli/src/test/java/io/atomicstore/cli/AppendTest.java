package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {

  private static final String ID = "019b7d86-9c00-7000-8000-000000000001";

  private final Path directory;
  private final TestNode node;

  AppendTest(@TempDir Path directory) {
    this.directory = directory;
    this.node = new TestNode(directory);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void tellsWhereTheEventIs() {
    node.run("append", "lot-17", "first");

    CommandRun run = node.run("append", "lot-17", "second", "--event-id", ID);

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.out()).isEqualToIgnoringNewLines("stored as event 2 of 'lot-17', id " + ID);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void storesAllThatIsSaidOfAnEvent() {
    CommandRun run =
        node.run(
            "append",
            "lot-17",
            "{\"cents\":120}",
            "--type",
            "bid",
            "--metadata",
            "by=ada",
            "--metadata",
            "at=noon",
            "--event-id",
            ID,
            "--json");

    JsonNode json = run.json();
    assertThat(json.get("result").asText()).isEqualTo("ACCEPTED");
    assertThat(json.get("sequenceNr").asLong()).isEqualTo(1);
    JsonNode stored = node.run("query", "lot-17", "--json").json();
    assertThat(stored.get("eventId").asText()).isEqualTo(ID);
    assertThat(stored.get("type").asText()).isEqualTo("bid");
    assertThat(stored.get("contentType").asText()).isEqualTo("application/json");
    assertThat(stored.get("text").asText()).isEqualTo("{\"cents\":120}");
    assertThat(stored.get("metadata").toString()).isEqualTo("{\"at\":\"noon\",\"by\":\"ada\"}");
  }

  @Test
  void readsStandardInputAndFiles() throws IOException {
    byte[] bytes = {0, (byte) 0xFF, 1};
    Path file = Files.write(directory.resolve("content"), bytes);

    node.runWithInput("from input".getBytes(UTF_8), "append", "lot-17");
    node.run("append", "lot-17", "--file", file);

    List<JsonNode> stored = node.run("query", "lot-17", "--json").jsonLines();
    assertThat(stored.get(0).get("text").asText()).isEqualTo("from input");
    assertThat(stored.get(0).get("contentType").asText()).isEqualTo("text/plain");
    assertThat(stored.get(1).get("base64").asText()).isEqualTo("AP8B");
    assertThat(stored.get(1).get("contentType").asText()).isEqualTo("application/octet-stream");
  }

  @Test
  void storesARepeatedSubmissionOnce() {
    node.run("append", "lot-17", "once", "--event-id", ID);

    CommandRun again = node.run("append", "lot-17", "once", "--event-id", ID);

    assertThat(again.endedWith(ExitCode.DONE)).isTrue();
    assertThat(again.out()).startsWith("stored before, as event 1 of 'lot-17'");
    assertThat(node.run("query", "lot-17").out()).hasLineCount(1);
  }

  @Test
  void refusesAnotherEventUnderTheSameId() {
    node.run("append", "lot-17", "once", "--event-id", ID);

    CommandRun other = node.run("append", "lot-17", "other", "--event-id", ID);

    assertThat(other.endedWith(ExitCode.EVENT_ID_TAKEN)).isTrue();
    assertThat(other.err())
        .contains("not stored: the event id belongs to another event, event 1")
        .hasLineCount(1);
  }

  @Test
  void storesWhereTheLogEndsAsExpected() {
    CommandRun first = node.run("append", "lot-17", "first", "--expect", 0);
    CommandRun second = node.run("append", "lot-17", "second", "--expect", 1);
    CommandRun third = node.run("append", "lot-17", "third", "--expect", 1, "--json");

    assertThat(first.endedWith(ExitCode.DONE)).isTrue();
    assertThat(second.endedWith(ExitCode.DONE)).isTrue();
    assertThat(third.endedWith(ExitCode.CONFLICT)).isTrue();
    assertThat(third.json().get("result").asText()).isEqualTo("CONFLICT");
    assertThat(third.json().get("wasAccepted").asBoolean()).isFalse();
    assertThat(third.json().get("sequenceNr").asLong()).isEqualTo(2);
  }

  @Test
  void sealsALog() {
    node.run("append", "lot-17", "last", "--seal");

    CommandRun run = node.run("append", "lot-17", "late");

    assertThat(run.endedWith(ExitCode.SEALED)).isTrue();
    assertThat(run.err()).contains("not stored: the log is sealed by event 1");
  }

  @Test
  void tellsThatTheNodeRefusesAnEventThatIsTooLarge() {
    CommandRun run = node.runWithInput(new byte[2 << 20], "append", "lot-17");

    assertThat(run.endedWith(ExitCode.REFUSED)).isTrue();
    assertThat(run.err()).contains("not stored: refused: ").contains("1048576");
  }

  @Test
  void tellsWhatADelegatedValidationSays() {
    try (AtomicStoreClient validating = node.client()) {
      validating.validate(RawEvents.FORMATS, new OnlyTypeBid(), List.of("lot-"));

      CommandRun accepted = node.run("append", "lot-17", "x", "--type", "bid", "--delegate");
      CommandRun rejected =
          node.run("append", "lot-17", "x", "--type", "note", "--delegate", "--json");

      assertThat(accepted.endedWith(ExitCode.DONE)).isTrue();
      assertThat(rejected.endedWith(ExitCode.REJECTED)).isTrue();
      assertThat(rejected.json().get("reason").asText()).isEqualTo("not a bid");
    }
  }

  @Test
  void tellsThatNobodyDecidedInTime() {
    CommandRun run = node.run("append", "lot-17", "x", "--delegate", "--timeout", "300ms");

    assertThat(run.endedWith(ExitCode.TIMED_OUT)).isTrue();
    assertThat(run.err()).contains("not stored: no decision came within ");
  }

  /** Says yes to bids. */
  private static final class OnlyTypeBid
      implements FoldValidator<String, EncodedEvent, String, Payload> {

    @Override
    public String initial(ScopeId scopeId) {
      return "";
    }

    @Override
    public String apply(String state, EncodedEvent event) {
      return state;
    }

    @Override
    public Decision<String, Payload> decide(String state, EncodedEvent event) {
      return event.type().equals("bid") ? Decision.accept() : Decision.reject("not a bid");
    }
  }
}
