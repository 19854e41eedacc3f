package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An event id is stored once in the life of a log, however far back that is. */
@ParameterizedClass
@EnumSource
final class OldEventIdsTest {

  private static final int EVENTS = 2_500;

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<EventId> ids = new ArrayList<>();
  private StoreUnderTest test;
  private OriginatorByHand originator;

  @BeforeEach
  void startStore() {
    test =
        journal.start(
            directory,
            builder ->
                builder
                    .limits(LogLimits.DEFAULT.withRecentIdsMax(2))
                    .tailBytesMax(100)
                    .snapshotEvents(100)
                    .idleTimeout(Duration.ofMillis(200)));
    originator = new OriginatorByHand(test);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void knowsThemAllAgainWhateverTheOrderOfTheirTimes() {
    storeAll();

    assertKnown(random.nextInt(EVENTS));
    await().until(() -> StoreUnderTest.await(test.store().liveScopes()).isEmpty());
    assertKnown(0);
    test.restart();
    originator = new OriginatorByHand(test);
    for (int index : new int[] {0, 1, EVENTS / 2, random.nextInt(EVENTS), EVENTS - 1}) {
      assertKnown(index);
    }
    assertThat(test.texts("lot")).hasSize(EVENTS);
  }

  /** Some ids are of times to come, some of long ago, and some of no time at all. */
  private void storeAll() {
    LogPrefix end = LogPrefix.EMPTY;
    for (int i = 0; i < EVENTS; i++) {
      EventId id =
          switch (i % 4) {
            case 0 -> EventIds.next();
            case 1 -> new EventId(new UUID(random.nextLong(), random.nextLong()));
            case 2 -> EventId.of(random.nextInt(1_000_000), random);
            default -> EventId.of(4_000_000_000_000L + i, random);
          };
      ids.add(id);
      Decision<Reason, String> decision = Decision.<Reason, String>accept().withMeta("meta " + i);
      originator.send(note("" + i).withEventId(id).withDecision(end, decision));
      end = end.followedBy(id);
      assertThat(originator.expectResult())
          .as("seed %d", seed)
          .extracting("sequenceNr", "isDuplicate")
          .containsExactly(i + 1L, false);
    }
  }

  private void assertKnown(int index) {
    EventId id = ids.get(index);

    assertThat(originator.submit(note("" + index).withEventId(id)))
        .as("seed %d", seed)
        .isInstanceOf(Result.Accepted.class)
        .extracting("sequenceNr", "meta", "isDuplicate")
        .containsExactly(index + 1L, "meta " + index, true);
    assertThat(originator.submit(note("another").withEventId(id)))
        .as("seed %d", seed)
        .isInstanceOf(Result.EventIdTaken.class)
        .extracting("sequenceNr")
        .isEqualTo(index + 1L);
    assertThat(originator.resultOf(id))
        .isEqualTo(new RecordedResult.Accepted<>(index + 1L, 1, "meta " + index));
  }

  @Test
  void storesANewEventWhoseIdIsOlderThanThoseOfOthers() {
    originator.store(0, 20, "");
    EventId ofLongAgo = EventId.of(5, random);
    assertThat(originator.resultOf(ofLongAgo)).isEqualTo(new RecordedResult.NotKnown<>());

    StoreIfValid<Note> submission = note("from long ago").withEventId(ofLongAgo);
    assertThat(originator.accept(submission).sequenceNr()).isEqualTo(21);
    originator.store(21, 20, "");

    assertThat(originator.submit(submission))
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(21L, true);
  }

  @Test
  void storesAnOldIdOnceThatIsSubmittedManyTimesAtOnce() {
    originator.store(0, 20, "");
    EventId ofLongAgo = EventId.of(5, random);
    StoreIfValid<Note> submission = note("from long ago").withEventId(ofLongAgo);
    for (int i = 0; i < 50; i++) {
      originator.send(submission);
    }

    originator.send(originator.expectRequest().accept());

    for (int i = 0; i < 50; i++) {
      assertThat(originator.expectResult())
          .extracting("sequenceNr", "isDuplicate")
          .containsExactly(21L, i > 0);
    }
    assertThat(test.texts("lot")).hasSize(21);
  }
}
