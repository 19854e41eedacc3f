package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives a process that is killed at any moment (SIGKILL). */
@Tag("slow")
final class KillTest {

  private static final int ROUNDS = 12;
  private static final int LINES_MAX = 2_000;

  private record Submitted(String scope, String text, int events, boolean sealsLog) {}

  private record Accepted(long sequenceNr, String meta) {}

  private record Stored(String scope, long sequenceNr, int events) {}

  @TempDir private Path directory;

  private final Map<EventId, Submitted> submitted = new HashMap<>();
  private final Map<EventId, Accepted> accepted = new HashMap<>();
  private final Set<EventId> unstored = new HashSet<>();

  @Test
  void keepsEveryAcknowledgedEventInItsPlaceWheneverItIsKilled() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill(round, random.nextInt(LINES_MAX));

      assertKept("seed " + seed + ", round " + round);
    }
    assertThat(accepted).as("seed %d", seed).hasSizeGreaterThan(ROUNDS);
  }

  /** Lets a process store until it has said that many lines, and kills it. */
  private void runAndKill(int round, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledStore.class.getName(),
                directory.toString(),
                "" + round)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      int read = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        take(line);
        read++;
        if (read > lines) {
          // Not the process's own method, which would close the output with lines unread.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** A line may be cut off by the kill: then it says nothing. */
  private void take(String line) {
    if (!line.endsWith(KilledStore.END)) {
      return;
    }
    String[] words = line.split(" ", -1);
    EventId id = EventId.parse(words[2]);
    switch (words[0]) {
      case "submit", "submit-sealing" ->
          submitted.put(
              id,
              new Submitted(
                  words[1],
                  words[3],
                  Integer.parseInt(words[4]),
                  words[0].equals("submit-sealing")));
      case "accepted", "sealed" -> {
        Accepted now = new Accepted(Long.parseLong(words[3]), words[4]);
        Accepted before = accepted.put(id, now);
        assertThat(before == null || before.equals(now)).as("%s after %s", line, before).isTrue();
        assertMeta(id, now);
      }
      case "rejected", "unstored" -> unstored.add(id);
      default -> throw new AssertionError(line);
    }
  }

  private Submitted submittedAs(EventId id) {
    return Objects.requireNonNull(submitted.get(id));
  }

  /** What was judged was judged on all the events before it. */
  private void assertMeta(EventId id, Accepted one) {
    if (!one.meta().equals("null")) {
      long lastSequenceNr = one.sequenceNr() + submittedAs(id).events() - 1;
      assertThat(one.meta()).as("%s of %s", one, id).isEqualTo("" + (lastSequenceNr - 1));
    }
  }

  private void assertKept(String where) {
    try (StoreUnderTest test = new StoreUnderTest(directory, KilledStore::settings)) {
      Map<EventId, Stored> stored = storedIn(test, where);

      accepted.forEach(
          (id, one) -> {
            Stored found = stored.get(id);
            assertThat(found == null ? 0 : found.sequenceNr())
                .as("%s %s", where, id)
                .isEqualTo(one.sequenceNr());
          });
      assertThat(unstored).as(where).noneMatch(stored::containsKey);
      Set<EventId> unanswered = new HashSet<>(submitted.keySet());
      unanswered.removeAll(accepted.keySet());
      unanswered.removeAll(unstored);
      assertThat(unanswered).as(where).hasSizeLessThanOrEqualTo(KilledStore.ORIGINATORS);
      Set<EventId> unacknowledged = new HashSet<>(stored.keySet());
      unacknowledged.removeAll(accepted.keySet());
      assertThat(unanswered).as(where).containsAll(unacknowledged);

      for (EventId id : unanswered) {
        settle(test, id, stored.get(id), where);
      }
      accepted.keySet().stream().limit(20).forEach(id -> assertFoundAgain(test, id, where));
    }
  }

  private Map<EventId, Stored> storedIn(StoreUnderTest test, String where) {
    Map<EventId, Stored> stored = new HashMap<>();
    Set<String> scopes = new HashSet<>();
    submitted.values().forEach(one -> scopes.add(one.scope()));
    for (String scope : scopes) {
      List<StoredEvent<Note>> events = test.events(scope);
      for (int i = 0; i < events.size(); i++) {
        StoredEvent<Note> event = events.get(i);
        EventId id = event.eventId();
        assertThat(event.sequenceNr()).as(where).isEqualTo(i + 1L);
        assertThat(event.sealsLog() && i < events.size() - 1).as("%s %s", where, event).isFalse();
        Stored before = stored.get(id);
        boolean isFollowing = i > 0 && events.get(i - 1).eventId().equals(id);
        assertThat(before != null).as("%s, %s apart", where, id).isEqualTo(isFollowing);
        stored.put(
            id,
            before == null
                ? new Stored(scope, i + 1L, 1)
                : new Stored(scope, before.sequenceNr(), before.events() + 1));
      }
    }
    // All or none.
    stored.forEach(
        (id, one) ->
            assertThat(one.events()).as("%s %s", where, id).isEqualTo(submittedAs(id).events()));
    return stored;
  }

  /** Submits again what got no answer: stored before or not, it has one now. */
  private void settle(StoreUnderTest test, EventId id, @Nullable Stored stored, String where) {
    Result<Note, Reason, String> result = submitAgain(test, id);

    if (result instanceof Result.Sealed) {
      assertThat(stored).as(where).isNull();
      unstored.add(id);
      return;
    }
    assertThat(result).as(where).isInstanceOf(Result.Accepted.class);
    var settled = (Result.Accepted<Note, Reason, String>) result;
    assertThat(settled.isDuplicate()).as(where).isEqualTo(stored != null);
    if (stored != null) {
      assertThat(settled.sequenceNr()).as(where).isEqualTo(stored.sequenceNr());
    }
    accepted.put(id, new Accepted(settled.sequenceNr(), "" + settled.meta()));
  }

  private Result<Note, Reason, String> submitAgain(StoreUnderTest test, EventId id) {
    Submitted one = submittedAs(id);
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < one.events(); i++) {
      String text = one.text().replaceFirst("/0/", "/" + i + "/");
      notes.add(Note.of(one.scope(), text));
    }
    StoreIfValid<Note> submission = StoreIfValid.ofAll(notes).withEventId(id);
    return StoreUnderTest.await(
        test.store()
            .storeIfValid(
                one.sealsLog() ? submission.sealingLog() : submission,
                (event, past) -> Decision.accept()));
  }

  private void assertFoundAgain(StoreUnderTest test, EventId id, String where) {
    Accepted one = Objects.requireNonNull(accepted.get(id));
    ScopeId scopeId = new ScopeId(submittedAs(id).scope());

    assertThat(StoreUnderTest.await(test.store().result(scopeId, id)))
        .as(where)
        .isInstanceOf(RecordedResult.Accepted.class)
        .extracting("sequenceNr")
        .isEqualTo(one.sequenceNr());
  }
}
