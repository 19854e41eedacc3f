package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  private record Submitted(Note note, EventId id) {}

  @TempDir private Path directory;

  private final Map<EventId, Submitted> submitted = new HashMap<>();
  private final Map<EventId, Long> accepted = new HashMap<>();
  private final Set<EventId> rejected = new HashSet<>();

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
      case "submit" -> submitted.put(id, new Submitted(Note.of(words[1], words[3]), id));
      case "accepted" -> accepted.put(id, Long.parseLong(words[3]));
      case "rejected" -> rejected.add(id);
      default -> throw new AssertionError(line);
    }
  }

  private void assertKept(String where) {
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      Map<EventId, Long> stored = storedIn(test, where);

      accepted.forEach((id, nr) -> assertThat(stored.get(id)).as("%s %s", where, id).isEqualTo(nr));
      assertThat(rejected).as(where).noneMatch(stored::containsKey);
      List<Submitted> unanswered =
          submitted.values().stream()
              .filter(one -> !accepted.containsKey(one.id()) && !rejected.contains(one.id()))
              .toList();
      assertThat(unanswered).as(where).hasSizeLessThanOrEqualTo(KilledStore.ORIGINATORS);
      Set<EventId> unacknowledged = new HashSet<>(stored.keySet());
      unacknowledged.removeAll(accepted.keySet());
      assertThat(unacknowledged).as(where).hasSizeLessThanOrEqualTo(KilledStore.ORIGINATORS);

      unanswered.forEach(one -> settle(test, one, stored.get(one.id()), where));
    }
  }

  private static Map<EventId, Long> storedIn(StoreUnderTest test, String where) {
    Map<EventId, Long> stored = new HashMap<>();
    for (int i = 0; i < KilledStore.SCOPES; i++) {
      List<Long> sequenceNrs = new ArrayList<>();
      for (StoredEvent<Note> event : test.events("scope-" + i)) {
        sequenceNrs.add(event.sequenceNr());
        assertThat(stored.put(event.eventId(), event.sequenceNr())).as(where).isNull();
      }
      for (int nr = 1; nr <= sequenceNrs.size(); nr++) {
        assertThat(sequenceNrs.get(nr - 1)).as(where).isEqualTo(nr);
      }
    }
    return stored;
  }

  /** Submits again what got no answer: stored before or not, it has one now. */
  private void settle(StoreUnderTest test, Submitted one, @Nullable Long storedAt, String where) {
    Result<Note, Reason, String> result =
        StoreUnderTest.await(
            test.store()
                .storeIfValid(
                    StoreIfValid.of(one.note()).withEventId(one.id()),
                    (event, past) -> Decision.accept()));

    assertThat(result).as(where).isInstanceOf(Result.Accepted.class);
    var settled = (Result.Accepted<Note, Reason, String>) result;
    assertThat(settled.isDuplicate()).as(where).isEqualTo(storedAt != null);
    if (storedAt != null) {
      assertThat(settled.sequenceNr()).as(where).isEqualTo(storedAt);
    }
    accepted.put(one.id(), settled.sequenceNr());
  }
}
