package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogSummary;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Snapshots make the opening of a log short, and hold nothing that the events do not. */
final class SnapshotTest {

  private static final String LOG = "atomic-store|lot";
  private static final Validator<Note, Reason, String> YES =
      (event, past) -> Decision.<Reason, String>accept().withMeta("meta of " + event.text());

  private final StoredInMemory stored = StoredInMemory.create();
  private StoreUnderTest test;
  private SnapshotTestKit snapshots;

  @BeforeEach
  void startStore() {
    Config config =
        ConfigFactory.parseString(
                "pekko.persistence.testkit.snapshotstore.pluginid.snapshot-is-optional = on")
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ControlledJournal.on(stored));
    test = new StoreUnderTest(config, builder -> builder.snapshotEvents(5));
    snapshots = SnapshotTestKit.create(test.system());
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void savesASnapshotAtTheDistanceSetAndKeepsTheLastTwo() {
    for (int i = 1; i <= 22; i++) {
      test.accept("lot", "" + i);
      if (i % 5 == 0) {
        awaitSnapshotAt(i);
      }
    }

    await().untilAsserted(() -> assertThat(sequenceNrsOfSnapshots()).containsExactly(15L, 20L));
  }

  @Test
  void readsOnlyWhatFollowsTheSnapshotUntilOlderEventsAreNeeded() {
    List<EventId> ids = storeSevenEvents();
    passivate();
    stored.forgetReads();

    Result<Note, Reason, String> taken =
        store(StoreIfValid.of(Note.of("lot", "another")).withEventId(ids.get(2)));

    assertThat(taken).isInstanceOf(Result.EventIdTaken.class);
    assertThat(taken).extracting("sequenceNr").isEqualTo(3L);
    assertThat(stored.firstSequenceNrsRead()).containsExactly(6L, 1L);
    stored.forgetReads();
    assertThat(test.texts("lot")).containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(stored.firstSequenceNrsRead()).containsExactly(1L);
  }

  @Test
  void showsTheWholePastToAValidatorAfterOpeningFromASnapshot() {
    storeSevenEvents();
    passivate();
    List<Note> past = new ArrayList<>();

    Result<Note, Reason, String> result =
        StoreUnderTest.await(
            test.store()
                .storeIfValid(
                    Note.of("lot", "8"),
                    (event, events) -> {
                      past.addAll(events);
                      return Decision.accept();
                    }));

    assertThat(result).extracting("sequenceNr").isEqualTo(8L);
    assertThat(past).extracting(Note::text).containsExactly("1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void answersARepeatedOldSubmissionWithItsMetaAfterOpeningFromASnapshot() {
    List<EventId> ids = storeSevenEvents();
    passivate();

    Result<Note, Reason, String> again =
        store(StoreIfValid.of(Note.of("lot", "2")).withEventId(ids.get(1)));

    assertThat(again)
        .extracting("sequenceNr", "isDuplicate", "meta")
        .containsExactly(2L, true, "meta of 2");
  }

  @Test
  void refusesAndComesBackWhenTheOlderEventsCannotBeRead() {
    storeSevenEvents();
    passivate();
    assertThat(store(StoreIfValid.of(Note.of("lot", "x".repeat(2 << 20)))))
        .as("opens the log")
        .isInstanceOf(Result.Refused.class);
    stored.onRead("lot", CompletableFuture.failedFuture(new IllegalStateException("disk error")));

    TestKit originator = test.originator();
    test.receptionist().tell(StoreIfValid.of(Note.of("lot", "8")), originator.getRef());

    originator.expectMsgClass(Result.Unavailable.class);
    stored.onRead("lot", CompletableFuture.completedFuture(null));
    await().untilAsserted(() -> assertThat(test.accept("lot", "8").wasAccepted()).isTrue());
    assertThat(test.texts("lot")).hasSize(8);
  }

  @Test
  void replaysAllEventsWhenTheSnapshotCannotBeRead() {
    List<EventId> ids = storeSevenEvents();
    passivate();
    snapshots.failNextRead(LOG);
    stored.forgetReads();

    Result<Note, Reason, String> again =
        store(StoreIfValid.of(Note.of("lot", "2")).withEventId(ids.get(1)));

    assertThat(again).extracting("sequenceNr", "isDuplicate").containsExactly(2L, true);
    assertThat(stored.firstSequenceNrsRead()).containsExactly(1L);
  }

  @Test
  void replaysAllEventsWhenTheSnapshotsAreGone() {
    storeSevenEvents();
    passivate();
    snapshots.clearAll();

    assertThat(test.accept("lot", "8")).extracting("sequenceNr").isEqualTo(8L);
    assertThat(test.texts("lot")).hasSize(8);
  }

  @Test
  void refusesToOpenALogWhoseSnapshotBelongsElsewhere() {
    storeSevenEvents();
    passivate();
    snapshots.clearAll();
    snapshots.persistForRecovery(
        LOG,
        List.of(
            org.apache.pekko.japi.Pair.create(
                SnapshotMeta.create(5), new LogSnapshot(LogSummary.EMPTY))));

    assertThat(test.accept("lot", "8")).isInstanceOf(Result.Unavailable.class);

    assertThatThrownBy(() -> test.texts("lot")).cause().isInstanceOf(LogUnavailableException.class);
  }

  @Test
  void storesOnWhenASnapshotCannotBeSaved() {
    snapshots.failNextPersisted(LOG);

    storeEvents(1, 5);

    await()
        .until(
            () -> test.accept("lot", "more").wasAccepted() && !sequenceNrsOfSnapshots().isEmpty());
    assertThat(test.texts("lot")).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void worksWithoutASnapshotStoreAndWithoutWarnings() {
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    warnings.start();
    root.addAppender(warnings);
    try (StoreUnderTest without =
        new StoreUnderTest(
            ControlledJournal.on(StoredInMemory.create()), builder -> builder.snapshotEvents(1))) {
      for (int i = 0; i < 10; i++) {
        without.accept("lot", "" + i);
      }
      without.restart();

      assertThat(without.texts("lot")).hasSize(10);
      assertThat(warnings.list)
          .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .extracting(ILoggingEvent::getFormattedMessage)
          .hasSizeLessThanOrEqualTo(2);
    } finally {
      root.detachAppender(warnings);
    }
  }

  private List<EventId> storeSevenEvents() {
    List<EventId> ids = storeEvents(1, 7);
    awaitSnapshotAt(5);
    return ids;
  }

  private List<EventId> storeEvents(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> StoreIfValid.of(Note.of("lot", "" + i)))
        .peek(submission -> assertThat(store(submission).wasAccepted()).isTrue())
        .map(StoreIfValid::eventId)
        .toList();
  }

  private void awaitSnapshotAt(long sequenceNr) {
    await().until(() -> sequenceNrsOfSnapshots().contains(sequenceNr));
  }

  private List<Long> sequenceNrsOfSnapshots() {
    return snapshots.persistedInStorage(LOG).stream()
        .map(snapshot -> snapshot.first().sequenceNr())
        .sorted()
        .toList();
  }

  /** Ends the log, so that its next use opens it from what is stored. */
  private void passivate() {
    TestKit witness = test.originator();
    test.receptionist().tell(StoreIfValid.of(Note.of("lot", "unread")), witness.getRef());
    witness.expectMsgClass(ValidationRequest.class);
    ActorRef log = witness.getLastSender();
    witness.watch(log);
    log.tell(PoisonPill.getInstance(), ActorRef.noSender());
    witness.expectMsgClass(Result.Unavailable.class);
    witness.expectTerminated(log);
    await()
        .until(() -> !StoreUnderTest.await(test.store().liveScopes()).contains(new ScopeId("lot")));
  }

  private Result<Note, Reason, String> store(StoreIfValid<Note> submission) {
    return StoreUnderTest.await(test.store().storeIfValid(submission, YES));
  }
}
