package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A log that is sealed takes no more events, answers as before, and can be read for ever. */
@ParameterizedClass
@EnumSource
final class SealedLogTest {

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private OriginatorByHand other;
  private List<EventId> ids;

  @BeforeEach
  void storeTwoEvents() {
    test = journal.start(directory, builder -> builder.snapshotEvents(3).tailBytesMax(60));
    startOriginators();
    ids = originator.store(0, 2, "");
  }

  private void startOriginators() {
    originator = new OriginatorByHand(test);
    other = new OriginatorByHand(test);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void refusesWhatComesLaterAndSaysWhereItEnded() {
    originator.accept(note("last").sealingLog());

    assertSealedAt(3);
    test.restart();
    startOriginators();
    assertSealedAt(3);
  }

  private void assertSealedAt(long sequenceNr) {
    for (StoreIfValid<Note> late :
        List.of(
            note("late"),
            note("late").sealingLog(),
            notes("late", "later"),
            note("late").withExpectedSequenceNr(sequenceNr),
            note("late").withExpectedSequenceNr(0),
            note("late").withKnown(prefixOf(ids)),
            note("late").withDecision(prefixOf(ids), Decision.accept()))) {
      assertThat(originator.submit(late))
          .isInstanceOf(Result.Sealed.class)
          .extracting("sequenceNr")
          .isEqualTo(sequenceNr);
    }
    assertThat(test.texts("lot")).containsExactly("1", "2", "last");
  }

  @Test
  void saysOfItsLastEventAloneThatItSealsTheLog() {
    assertThat(originator.query(QueryEvents.forwards(1)).isSealed()).isFalse();

    originator.accept(notes("3", "last").sealingLog());

    assertSealsAfter(3);
    test.restart();
    startOriginators();
    assertSealsAfter(3);
  }

  private void assertSealsAfter(int events) {
    assertThat(test.events("lot"))
        .hasSize(events + 1)
        .allSatisfy(
            stored -> assertThat(stored.sealsLog()).isEqualTo(stored.sequenceNr() > events));
    QueriedEvents<Note> queried = originator.query(QueryEvents.backwards(Long.MAX_VALUE));
    assertThat(queried.isSealed()).isTrue();
    assertThat(queried.durableSequenceNr()).isEqualTo(events + 1);
    assertThat(queried.events()).first().extracting(StoredEvent::sealsLog).isEqualTo(true);
  }

  @Test
  void answersRepetitionsOfWhatItHas() {
    StoreIfValid<Note> last = note("last").sealingLog();
    originator.respond(originator.ask(last).accept().withMeta("the end"));

    assertAnswersRepetitions(last);
    test.restart();
    startOriginators();
    assertAnswersRepetitions(last);
  }

  private void assertAnswersRepetitions(StoreIfValid<Note> last) {
    assertThat(originator.submit(last))
        .extracting("sequenceNr", "meta", "isDuplicate")
        .containsExactly(3L, "the end", true);
    assertThat(originator.submit(note("1").withEventId(ids.get(0))))
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(1L, true);
    assertThat(originator.submit(note("last").withEventId(last.eventId())))
        .as("the same event, that does not seal")
        .isInstanceOf(Result.EventIdTaken.class);
    assertThat(originator.resultOf(last.eventId()))
        .isEqualTo(new RecordedResult.Accepted<>(3, 1, "the end"));
    EventId unknown = EventIds.next();
    assertThat(originator.submit(note("late").withEventId(unknown)))
        .isInstanceOf(Result.Sealed.class);
    assertThat(originator.resultOf(unknown)).isEqualTo(new RecordedResult.NotKnown<>());
  }

  @Test
  void tellsThoseWhoWaitThatItWasSealedMeanwhile() {
    ValidationRequest<Note> sealing = originator.ask(note("last").sealingLog());
    assertThat(sealing.prospectiveEvent().sealsLog()).isTrue();
    other.send(note("waits"));
    other.send(note("expects").withExpectedSequenceNr(2));
    other.send(note("decided").withDecision(prefixOf(ids), Decision.reject(Reason.UNWANTED)));

    originator.respond(sealing.accept());

    for (int i = 0; i < 3; i++) {
      assertThat(other.expectResult())
          .isInstanceOf(Result.Sealed.class)
          .extracting("sequenceNr")
          .isEqualTo(3L);
    }
  }

  @Test
  void goesOnWhenTheSealingEventIsRejected() {
    ValidationRequest<Note> sealing = originator.ask(note("last").sealingLog());
    other.send(note("next"));

    originator.respond(sealing.reject(Reason.UNWANTED));

    assertThat(other.respond(other.expectRequest().accept()))
        .extracting("sequenceNr")
        .isEqualTo(3L);
    assertThat(originator.query(QueryEvents.forwards(1)).isSealed()).isFalse();
  }

  @Test
  void isSealedByAnEventThatBringsItsDecision() {
    originator.submit(note("last").sealingLog().withDecision(prefixOf(ids), Decision.accept()));

    assertSealedAt(3);
  }

  @Test
  void isSealedByItsFirstEventAlready() {
    StoreIfValid<Note> only = StoreIfValid.of(Note.of("short", "only")).sealingLog();
    originator.accept(only);

    assertThat(originator.submit(StoreIfValid.of(Note.of("short", "late"))))
        .isInstanceOf(Result.Sealed.class)
        .extracting("sequenceNr")
        .isEqualTo(1L);
  }
}
