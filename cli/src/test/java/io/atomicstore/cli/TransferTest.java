package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Originator;
import io.atomicstore.client.Payload;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.ScopeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} and {@code import}. */
class TransferTest {

  private static final int MANY = 2_000;

  private final Path directory;
  private final TestNode source;
  private final TestNode target;
  private final Path file;

  TransferTest(@TempDir Path directory) {
    this.directory = directory;
    this.source = new TestNode(directory.resolve("source"));
    this.target = new TestNode(directory.resolve("target"));
    this.file = directory.resolve("export.ndjson");
  }

  @BeforeEach
  void storeLogsOfEveryKind() throws InterruptedException {
    try (AtomicStoreClient client = source.client()) {
      Originator<EncodedEvent, String, Payload> originator =
          client.delegatingOriginator(RawEvents.FORMATS);
      ScopeId many = new ScopeId("many");
      List<CompletableFuture<?>> results = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        results.add(
            originator
                .storeIfUnchanged(many, event("n", "text/plain", "" + i), i)
                .toCompletableFuture());
        if (i % 500 == 499) {
          CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0])).join();
        }
      }
      ScopeId odd = new ScopeId("лот \"17\" / ✓");
      var together =
          StoreIfValid.ofAll(
              odd, List.of(event("a", "", "one"), event("b", "text/plain", "two\u0000\n")));
      originator.blocking().storeIfUnchanged(together, 0);
      EncodedEvent bytes =
          new EncodedEvent(
              "", Payload.of("application/x", new byte[] {(byte) 0xC3, 0x28}), Map.of("k", "v"));
      originator.blocking().storeIfUnchanged(StoreIfValid.of(odd, bytes).sealingLog(), 2);
    }
  }

  private static EncodedEvent event(String type, String contentType, String text) {
    return EncodedEvent.of(type, Payload.of(contentType, text.getBytes(UTF_8)));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @Test
  void bringsLogsToAnotherNodeAsTheyWere() {
    CommandRun exported = source.run("export", "--to", file, "--json");

    CommandRun imported = target.run("import", file, "--json");

    assertThat(exported.endedWith(ExitCode.DONE)).isTrue();
    assertThat(exported.json().get("events").asLong()).isEqualTo(MANY + 3);
    assertThat(exported.json().get("logs").asLong()).isEqualTo(2);
    assertThat(imported.err()).isEmpty();
    assertThat(imported.endedWith(ExitCode.DONE)).isTrue();
    assertThat(imported.json().get("eventsStored").asLong()).isEqualTo(MANY + 3);
    assertThat(logs(target)).isEqualTo(logs(source));
    String id =
        source.run("query", "лот \"17\" / ✓", "--json").jsonLines().get(0).get("eventId").asText();
    JsonNode submission = target.run("result", "лот \"17\" / ✓", id, "--json").json();
    assertThat(submission.get("events").asInt()).isEqualTo(2);
  }

  /** All events, without the times at which they were stored. */
  private static List<JsonNode> logs(TestNode node) {
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode scope : node.run("scopes", "--json").jsonLines()) {
      for (JsonNode event : node.run("query", scope.get("scope").asText(), "--json").jsonLines()) {
        ((ObjectNode) event).remove("storedAt");
        events.add(event);
      }
    }
    return events;
  }

  @Test
  void storesNothingTwiceWhenImportedAgain() {
    source.run("export", "--to", file);
    target.run("import", file);
    target.run("append", "many", "behind");

    CommandRun again = target.run("import", file, "--json");

    assertThat(again.endedWith(ExitCode.DONE)).isTrue();
    assertThat(again.json().get("eventsStored").asLong()).isZero();
    assertThat(again.json().get("eventsBefore").asLong()).isEqualTo(MANY + 3);
    assertThat(target.run("query", "many").out()).hasLineCount(MANY + 1);
  }

  @Test
  void goesFromOneNodeToAnotherByAPipe() {
    CommandRun exported = source.run("export", "--prefix", "m");

    CommandRun imported = target.runWithInput(exported.out().getBytes(UTF_8), "import");

    assertThat(exported.err()).contains("exported 2,000 events of 1 logs");
    assertThat(imported.out()).contains("2,000 stored and read back, 0 were there before");
    assertThat(target.run("scopes").out()).hasLineCount(1);
  }

  @Test
  void goesOnWithAnExportThatWasCutOffAnywhere() throws IOException {
    source.run("export", "--to", file);
    byte[] whole = Files.readAllBytes(file);
    Path part = directory.resolve("again.ndjson.part");
    Path again = directory.resolve("again.ndjson");

    int[] cuts = {
      0,
      1,
      60,
      700,
      whole.length / 3,
      whole.length / 2,
      whole.length - 400,
      whole.length - 60,
      whole.length - 1,
      whole.length
    };
    for (int cut : cuts) {
      Files.write(part, Arrays.copyOf(whole, cut));

      CommandRun run = source.run("export", "--to", again, "--json");

      assertThat(run.endedWith(ExitCode.DONE)).as("cut at %d: %s", cut, run.err()).isTrue();
      assertThat(Files.readAllBytes(again)).as("cut at %d", cut).isEqualTo(whole);
      assertThat(part).doesNotExist();
      Files.delete(again);
    }
  }

  @Test
  void writesAnewWhatIsWrongInAnExportThatWasCutOff() throws IOException {
    source.run("export", "--to", file);
    byte[] whole = Files.readAllBytes(file);
    Path again = directory.resolve("again.ndjson");
    byte[] wrong = whole.clone();
    wrong[whole.length / 2] ^= 4;
    Files.write(directory.resolve("again.ndjson.part"), wrong);

    CommandRun run = source.run("export", "--to", again);

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(Files.readAllBytes(again)).isEqualTo(whole);
  }

  @Test
  void doesNotGoOnWithAnotherExport() throws IOException {
    source.run("export", "--to", file);
    Files.move(file, directory.resolve("export.ndjson.part"));

    CommandRun other = source.run("export", "many", "--to", file);

    assertThat(other.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(other.err())
        .contains("expected an export of scopes [many] to go on with, found one of scopes that");
  }

  @Test
  void refusesToExportWhatCantBe() throws IOException {
    Files.writeString(file, "x");

    assertThat(source.run("export", "--to", file).endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(source.run("export", "none").endedWith(ExitCode.NOT_FOUND)).isTrue();
    assertThat(source.run("export", "many", "--prefix", "m").endedWith(ExitCode.BAD_USAGE))
        .isTrue();
    assertThat(file).hasContent("x");
  }

  @Test
  void storesNothingOfADamagedExport() throws IOException {
    source.run("export", "--to", file);
    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length / 2] ^= 4;
    Files.write(file, damaged);

    CommandRun run = target.run("import", file);

    assertThat(run.endedWith(ExitCode.DAMAGED)).isTrue();
    assertThat(run.err()).contains(file + ", line ").hasLineCount(1);
    assertThat(target.run("scopes").out()).isEmpty();
  }

  @Test
  void storesNothingOfAnExportThatIsCutOff() throws IOException {
    source.run("export", "--to", file);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));

    CommandRun run = target.run("import", file, "--json");

    assertThat(run.endedWith(ExitCode.INCOMPLETE)).isTrue();
    assertThat(run.jsonError().get("message").asText())
        .contains("expected the end of the export behind line " + (lines.size() - 1));
    assertThat(target.run("scopes").out()).isEmpty();
  }

  @Test
  void storesNothingOfWhatIsNoExport() throws IOException {
    Files.writeString(file, "hello\n");

    assertThat(target.run("import", file).endedWith(ExitCode.DAMAGED)).isTrue();
    assertThat(target.run("import", directory).endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(target.run("import", directory.resolve("no")).endedWith(ExitCode.BAD_USAGE))
        .isTrue();
  }

  @Test
  void leavesAScopeAloneThatHasOtherEvents() {
    source.run("export", "--to", file);
    target.run("append", "many", "something else");

    CommandRun run = target.run("import", file);

    assertThat(run.endedWith(ExitCode.DIFFERS)).isTrue();
    assertThat(run.err()).contains("scope 'many', event 1: expected event id ").hasLineCount(1);
    assertThat(target.run("query", "many").out()).hasLineCount(1);
  }

  @Test
  void goesOnWithAnImportThatWasKilled() throws Exception {
    source.run("export", "--to", file);
    try (ChildProcess killed =
        ChildProcess.start(directory, "import", file, "--address", target.address())) {
      while (killed.isAlive() && target.run("query", "many").exitCode() != 0) {
        // It has not begun yet.
        assertThat(killed.err()).doesNotContain("atomic-store import: ");
      }
      killed.kill();
      killed.awaitExitCode();
    }

    CommandRun run = target.run("import", file, "--json");

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.json().get("events").asLong()).isEqualTo(MANY + 3);
    assertThat(logs(target)).isEqualTo(logs(source));
  }

  @Test
  void goesOnWithAnExportThatWasKilled() throws Exception {
    Path part = directory.resolve("export.ndjson.part");
    try (ChildProcess killed =
        ChildProcess.start(directory, "export", "--to", file, "--address", source.address())) {
      while (killed.isAlive() && !Files.exists(part)) {
        Thread.onSpinWait();
      }
      killed.kill();
      killed.awaitExitCode();
    }
    Files.deleteIfExists(file);

    CommandRun run = source.run("export", "--to", file);

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(target.run("import", file).endedWith(ExitCode.DONE)).isTrue();
    assertThat(logs(target)).isEqualTo(logs(source));
  }
}
