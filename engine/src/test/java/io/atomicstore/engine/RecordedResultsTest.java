package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log says of a submission's id: for ever if it was stored, for a while if not. */
@ParameterizedClass
@EnumSource
final class RecordedResultsTest {

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;

  @BeforeEach
  void startStore() {
    start(Duration.ofMinutes(1));
  }

  private void start(Duration validationTimeout) {
    test =
        journal.start(
            directory,
            builder ->
                builder.limits(
                    LogLimits.DEFAULT
                        .withRecentIdsMax(2)
                        .withRememberedResultsMax(2)
                        .withValidationTimeout(validationTimeout)));
    originator = new OriginatorByHand(test);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void knowsNothingOfAnIdThatNobodySubmitted() {
    assertThat(originator.resultOf(EventIds.next())).isEqualTo(new RecordedResult.NotKnown<>());
    originator.store(0, 10, "");
    assertThat(originator.resultOf(EventIds.next())).isEqualTo(new RecordedResult.NotKnown<>());
  }

  @Test
  void knowsWhereAnAcceptedSubmissionIsWithItsMeta() {
    StoreIfValid<Note> submission = notes("1", "2");
    originator.respond(originator.ask(submission).accept().withMeta("meta"));
    RecordedResult<?, ?> accepted = new RecordedResult.Accepted<>(1, 2, "meta");

    assertThat(originator.resultOf(submission.eventId())).isEqualTo(accepted);
    originator.store(2, 10, "");
    assertThat(originator.resultOf(submission.eventId())).isEqualTo(accepted);
    test.restart();
    originator = new OriginatorByHand(test);
    assertThat(originator.resultOf(submission.eventId())).isEqualTo(accepted);
    assertThat(
            StoreUnderTest.await(test.store().result(OriginatorByHand.LOT, submission.eventId())))
        .isEqualTo(accepted);
  }

  @Test
  void knowsWhatIsPending() {
    StoreIfValid<Note> first = note("first");
    StoreIfValid<Note> second = note("second");
    ValidationRequest<Note> request = originator.ask(first);
    originator.send(second);

    OriginatorByHand asker = new OriginatorByHand(test);
    assertThat(asker.resultOf(first.eventId())).isEqualTo(new RecordedResult.Pending<>());
    assertThat(asker.resultOf(second.eventId())).isEqualTo(new RecordedResult.Pending<>());

    originator.send(request.reject(Reason.UNWANTED));
    assertThat(originator.expectResult()).isInstanceOf(Result.Rejected.class);
    assertThat(asker.resultOf(first.eventId())).isInstanceOf(RecordedResult.Rejected.class);
    assertThat(asker.resultOf(second.eventId())).isEqualTo(new RecordedResult.Pending<>());
  }

  @Test
  void remembersTheLatestRejectionsWithReasonAndMeta() {
    EventId first = reject("first");
    EventId second = reject("second");
    RecordedResult<?, ?> rejected = new RecordedResult.Rejected<>(Reason.UNWANTED, "meta", null);
    assertThat(originator.resultOf(first)).isEqualTo(rejected);

    EventId third = reject("third");

    assertThat(originator.resultOf(first)).isEqualTo(new RecordedResult.NotKnown<>());
    assertThat(originator.resultOf(second)).isEqualTo(rejected);
    assertThat(originator.resultOf(third)).isEqualTo(rejected);
    test.restart();
    originator = new OriginatorByHand(test);
    assertThat(originator.resultOf(third))
        .as("of an earlier life")
        .isEqualTo(new RecordedResult.NotKnown<>());
  }

  private EventId reject(String text) {
    StoreIfValid<Note> submission = note(text);
    originator.respond(originator.ask(submission).reject(Reason.UNWANTED).withMeta("meta"));
    return submission.eventId();
  }

  @Test
  void answersARepeatedRejectionAgainAsLongAsItIsRemembered() {
    EventId first = reject("first");

    assertThat(originator.submit(note("first").withEventId(first)))
        .isInstanceOf(Result.Rejected.class)
        .extracting("reason", "meta", "isDuplicate")
        .containsExactly(Reason.UNWANTED, "meta", true);
    assertThat(originator.submit(note("other").withEventId(first)))
        .isInstanceOf(Result.EventIdTaken.class)
        .extracting("sequenceNr")
        .isEqualTo(0L);
    reject("second");
    reject("third");
    assertThat(originator.accept(note("other").withEventId(first)).sequenceNr()).isEqualTo(1);
  }

  @Test
  void remembersWhatTimedOutUntilItIsSubmittedAgain() {
    test.close();
    start(Duration.ofMillis(200));
    StoreIfValid<Note> submission = note("first");
    originator.ask(submission);
    assertThat(originator.expectResult()).isInstanceOf(Result.TimedOut.class);

    assertThat(originator.resultOf(submission.eventId()))
        .isEqualTo(new RecordedResult.TimedOut<>(Reason.TIMED_OUT));

    originator.accept(submission);
    assertThat(originator.resultOf(submission.eventId()))
        .isEqualTo(new RecordedResult.Accepted<>(1, 1, null));
  }
}
