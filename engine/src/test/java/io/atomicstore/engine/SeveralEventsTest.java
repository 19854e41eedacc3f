package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static io.atomicstore.engine.OriginatorByHand.sequenceNrs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several events of one submission are stored one behind the other, or not at all. */
@ParameterizedClass
@EnumSource
final class SeveralEventsTest {

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;

  @BeforeEach
  void startStore() {
    test =
        journal.start(
            directory,
            builder ->
                builder
                    .tailBytesMax(100)
                    .snapshotEvents(2)
                    .limits(
                        LogLimits.DEFAULT
                            .withRecentIdsMax(1)
                            .withSubmissionEventsMax(5)
                            .withBytesMax(10_000, 1_000)));
    originator = new OriginatorByHand(test);
    originator.store(0, 1, "");
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void showsThemTogetherAndStoresThemInOrderUnderOneId() {
    StoreIfValid<Note> submission = notes("2", "3", "4");

    ValidationRequest<Note> request = originator.ask(submission);
    assertThat(request.prospectiveEvent().events()).isEqualTo(submission.events());
    assertThat(originator.query(QueryEvents.forwards(2)).events()).isEmpty();
    Result.Accepted<Note, Reason, ?> result =
        (Result.Accepted<Note, Reason, ?>) originator.respond(request.accept());

    assertThat(result.sequenceNr()).isEqualTo(2);
    assertThat(result.lastSequenceNr()).isEqualTo(4);
    assertStored(submission);
    test.restart();
    originator = new OriginatorByHand(test);
    assertStored(submission);
    assertThat(originator.accept(note("5")).sequenceNr()).isEqualTo(5);
  }

  private void assertStored(StoreIfValid<Note> submission) {
    List<StoredEvent<Note>> events = test.events("lot").subList(1, 4);
    assertThat(sequenceNrs(events)).containsExactly(2L, 3L, 4L);
    assertThat(events).extracting(StoredEvent::event).isEqualTo(submission.events());
    assertThat(events).extracting(StoredEvent::eventId).containsOnly(submission.eventId());
    assertThat(events).extracting(StoredEvent::storedAt).containsOnly(events.get(0).storedAt());
  }

  @Test
  void countsEachOfThemInTheHashOfTheLog() {
    StoreIfValid<Note> submission = notes("2", "3");
    originator.accept(submission);

    ValidationRequest<Note> request = originator.ask(note("4"));

    LogPrefix first = LogPrefix.EMPTY.followedBy(request.pastEvents().events().get(0).eventId());
    assertThat(request.past())
        .isEqualTo(first.followedBy(submission.eventId()).followedBy(submission.eventId()));
  }

  @Test
  void storesNoneOfThemOnANo() {
    ValidationRequest<Note> request = originator.ask(notes("2", "3"));

    Result<Note, Reason, ?> result = originator.respond(request.reject(Reason.UNWANTED));

    assertThat(result.prospectiveEvent().events()).hasSize(2);
    assertThat(test.texts("lot")).containsExactly("1");
  }

  @Test
  void storesAllOrNoneOfThoseThatExpectTheEndOfTheLog() {
    assertThat(originator.submit(notes("2", "3").withExpectedSequenceNr(0)))
        .isInstanceOf(Result.Conflict.class);
    assertThat(originator.submit(notes("2", "3").withExpectedSequenceNr(1)))
        .extracting("sequenceNr")
        .isEqualTo(2L);
    assertThat(test.texts("lot")).containsExactly("1", "2", "3");
  }

  @Test
  void answersARepetitionWithTheFirstNumberAndTheMetaOfTheSubmission() {
    StoreIfValid<Note> submission = notes("2", "3", "4");
    originator.respond(originator.ask(submission).accept().withMeta("of all"));

    assertRepeated(submission);
    originator.store(4, 5, "later ");
    assertRepeated(submission);
    test.restart();
    originator = new OriginatorByHand(test);
    assertRepeated(submission);
  }

  private void assertRepeated(StoreIfValid<Note> submission) {
    assertThat(originator.submit(submission))
        .extracting("sequenceNr", "lastSequenceNr", "meta", "isDuplicate")
        .containsExactly(2L, 4L, "of all", true);
    assertThat(originator.resultOf(submission.eventId()))
        .isEqualTo(new RecordedResult.Accepted<>(2, 3, "of all"));
    for (StoreIfValid<Note> other :
        List.of(notes("2", "3"), notes("2", "34"), notes("23", "4"), note("2"))) {
      assertThat(originator.submit(other.withEventId(submission.eventId())))
          .isInstanceOf(Result.EventIdTaken.class)
          .extracting("sequenceNr")
          .isEqualTo(2L);
    }
  }

  @Test
  void refusesTooMany() {
    Result<Note, Reason, ?> result = originator.submit(notes("1", "2", "3", "4", "5", "6"));

    assertRefused(result, "at most 5 events", "found 6");
    assertThat(originator.accept(notes("1", "2", "3", "4", "5")).lastSequenceNr()).isEqualTo(6);
  }

  @Test
  void refusesThoseThatAreTooLargeTogether() {
    Result<Note, Reason, ?> result = originator.submit(notes("x".repeat(600), "x".repeat(600)));

    assertRefused(result, "1000 bytes together", "found 2");
    assertThat(originator.accept(note("x".repeat(600))).sequenceNr()).isEqualTo(2);
  }

  private void assertRefused(Result<Note, Reason, ?> result, String... cause) {
    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(((Result.Refused<?, ?, ?>) result).cause()).contains(cause);
    assertThat(test.texts("lot")).containsExactly("1");
  }

  @Test
  void refusesThoseOfDifferentScopes() {
    StoreIfValid<Note> submission =
        StoreIfValid.ofAll(List.of(Note.of("lot", "2"), Note.of("other", "3")));

    originator.send(submission);

    assertThat(originator.expect(Status.Failure.class).cause())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'lot'", "'other'");
    assertThatThrownBy(
            () ->
                StoreUnderTest.await(
                    test.store()
                        .<String>storeIfValid(submission, (event, past) -> Decision.accept())))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'lot'", "'other'");
    assertThat(test.texts("lot")).containsExactly("1");
    assertThat(test.texts("other")).isEmpty();
  }
}
