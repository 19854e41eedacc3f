package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 5, 6 and 11: nothing is told that rests on an event before that event is durable. */
class DurabilityRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void rule5AcceptedIsAnsweredOnlyOnceTheEventIsDurable() {
    log.submit("bid", "anna");
    log.yes("bid", 7);
    boolean isAnsweredBefore = log.isAnswered("bid");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    Result<String, String, Long> result = log.resultOf("bid");
    assertThat(result).isEqualTo(new Result.Accepted<>(result.prospectiveEvent(), 1, 7L, false));
  }

  @Test
  void rule6TheNextValidationIsAskedForWhileTheEventIsBeingWrittenAndShowsIt() {
    log.submit("first", "anna");
    log.submit("second", "boris");

    log.yes("first");

    assertThat(log.isAnswered("first")).isFalse();
    assertThat(log.validationRequests()).containsExactly("first after 0", "second after 1");
    assertThat(log.effects().all())
        .filteredOn(
            effect -> effect instanceof Effect.Write || effect instanceof Effect.AskForValidation)
        .extracting(effect -> effect.getClass().getSimpleName())
        .containsExactly("AskForValidation", "Write", "AskForValidation");
  }

  @Test
  void rule6AnAcceptedEventWaitsForTheEventsBeforeIt() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.submit("third", "anna");
    log.yes("first");
    log.yes("second");
    log.yes("third");

    log.durableUpTo(2);

    assertThat(log.resultOf("first").wasAccepted()).isTrue();
    assertThat(log.resultOf("second").wasAccepted()).isTrue();
    assertThat(log.isAnswered("third")).isFalse();
  }

  @Test
  void rule6ARejectionWaitsForTheEventsItWasJudgedOn() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.yes("first");
    log.no("second", "too low");
    boolean isAnsweredBefore = log.isAnswered("second");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("second")).isInstanceOf(Result.Rejected.class);
    assertThat(log.resultOf("second").reason()).isEqualTo("too low");
  }

  @Test
  void rule6ARejectionThatRestsOnDurableEventsIsAnsweredAtOnce() {
    log.submit("first", "anna");
    log.yes("first");
    log.durable();
    log.submit("second", "boris");

    log.respond(log.tokenOf("second"), Decision.reject("too low").withMeta(4L));

    Result<String, String, Long> result = log.resultOf("second");
    assertThat(result)
        .isEqualTo(new Result.Rejected<>(result.prospectiveEvent(), "too low", 4L, null, false));
  }

  @Test
  void rule6ARejectionOfAValidatorThatThrewCarriesWhatItThrew() {
    IllegalStateException thrown = new IllegalStateException("no price");
    log.submit("bid", "anna");

    log.respond(log.tokenOf("bid"), Decision.failed(thrown));

    assertThat(log.resultOf("bid"))
        .isInstanceOfSatisfying(
            Result.Rejected.class, rejected -> assertThat(rejected.cause()).isSameAs(thrown));
  }

  @Test
  void rule6WhenAWriteFailsTheAcceptedAreUnknownAndWhatWasJudgedOnThemIsUnavailable() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.submit("third", "anna");
    log.submit("fourth", "boris");
    log.yes("first");
    log.no("second", "too low");

    log.writeFails();

    assertThat(log.resultOf("first")).isInstanceOf(Result.Unknown.class);
    assertThat(log.resultOf("second")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("third")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("fourth")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).endsWith(new Effect.Stop<>());
  }

  @Test
  void rule6ALogWhoseWriteFailedTakesNoMoreWritesNorDecisions() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    ValidationToken first = log.tokenOf("first");
    log.yes("first");
    ValidationToken second = log.tokenOf("second");
    log.writeFails();

    log.durable();
    log.respond(second, Decision.accept());
    log.respond(first, Decision.accept());
    log.writeFails();
    log.stop();

    assertThat(log.effects().writes()).hasSize(1);
    assertThat(log.resultOf("first")).isInstanceOf(Result.Unknown.class);
    assertThat(log.resultOf("second")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).containsOnlyOnce(new Effect.Stop<>());
  }

  @Test
  void rule6TheLogRestartsFromWhatTheJournalHolds() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.yes("first");
    log.yes("second");
    log.writeFails();

    log.crashAndRecover(1);
    log.submit("second", "boris");
    log.yes("second");
    log.durable();

    assertThat(log.validationRequests()).containsExactly("second after 1");
    assertThat(log.journal()).containsExactly("first", "second");
  }

  @Test
  void aReportOfDurabilityThatIsRepeatedChangesNothing() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.durable();

    log.durableUpTo(1);

    assertThat(log.resultsOf("bid")).hasSize(1);
  }

  @Test
  void aReportOfDurabilityForAnEventNeverAcceptedIsABrokenInvariant() {
    log.submit("bid", "anna");

    assertThatIllegalStateException()
        .isThrownBy(() -> log.rules().writeDurable(LogPrefix.ofDurable(1)))
        .withMessage("sequence number 1 was reported durable, but the last one accepted is 0");
  }

  @Test
  void aReportOfDurabilityForOtherEventsIsABrokenInvariant() {
    log.submit("bid", "anna");
    log.yes("bid");

    assertThatIllegalStateException()
        .isThrownBy(() -> log.rules().writeDurable(LogUnderTest.prefixOf("other")))
        .withMessage(
            LogUnderTest.prefixOf("other")
                + " was reported durable, but the log is "
                + LogUnderTest.prefixOf("bid"));
    assertThat(log.isAnswered("bid")).isFalse();
  }

  @Test
  void aJournalWithAGapOrWithAnIdTwiceIsNotOpened() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.rules().recovered(TestSubmission.of("first").acceptedAt(1), false);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> opening.rules().recovered(TestSubmission.of("third").acceptedAt(3), false))
        .withMessage("expected the event with sequence number 2 next, found 3");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> opening.rules().recovered(TestSubmission.of("first").acceptedAt(2), false))
        .withMessageEndingWith("stands in the log twice, with sequence numbers 1 and 2");
    assertThatIllegalStateException()
        .isThrownBy(() -> log.rules().recovered(TestSubmission.of("a").acceptedAt(1), false))
        .withMessage("the log is OPEN, expected it to be OPENING");
  }

  @Test
  void rule11QueriesAreAnsweredDuringAValidationWithDurableEventsOnly() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.submit("third", "anna");
    log.yes("first");
    log.yes("second");
    log.query("before");
    log.durableUpTo(1);
    log.query("between");
    log.durableUpTo(2);

    log.query("after");

    assertThat(log.isUnderValidation("third")).isTrue();
    assertThat(log.effects().all())
        .filteredOn(effect -> effect instanceof Effect.AnswerQuery)
        .isEqualTo(
            List.of(
                new Effect.AnswerQuery<>("before", 0),
                new Effect.AnswerQuery<>("between", 1),
                new Effect.AnswerQuery<>("after", 2)));
  }

  @Test
  void rule11QueriesAreAnsweredWhileALogThatStopsFinishesItsValidation() {
    log.store("stored");
    log.submit("asked", "boris");
    log.stop();

    log.query("carla");
    log.queryAfter(0, "dora");
    log.queryResult("stored", "carla");
    log.queryResult("asked", "dora");

    assertThat(log.effects().all())
        .endsWith(
            new Effect.AnswerQuery<>("carla", 1),
            new Effect.AnswerQuery<>("dora", 1),
            new Effect.AnswerResultQuery<>("carla", new RecordedResult.Accepted<>(1, 1, null)),
            new Effect.AnswerResultQuery<>("dora", new RecordedResult.Pending<>()));
  }

  @Test
  void rule11QueriesThatWouldHaveToWaitAreRefusedWhileALogStops() {
    log.submit("asked", "boris");
    log.stop();

    log.queryAfter(0, "carla");

    assertThat(log.effects().all())
        .endsWith(new Effect.RefuseQuery<>("carla", "the log is stopping"));
  }

  @Test
  void rule11QueriesThatComeWhileTheLogOpensAreAnsweredOnceItIsOpen() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.crash(1);
    log.query("early");
    assertThat(log.effects().all()).isEmpty();

    log.rules().recovered(TestSubmission.of("bid").acceptedAt(1), false);
    log.opened();

    assertThat(log.effects().all()).containsExactly(new Effect.AnswerQuery<>("early", 1));
  }

  @Test
  void rule11QueriesThatWaitForTheLogToOpenAreBounded() {
    LogUnderTest opening = LogUnderTest.opening();
    for (int i = 0; i < LogUnderTest.LIMITS.waitingEventsMax(); i++) {
      opening.query("early");
    }

    opening.query("one too many");

    assertThat(opening.effects().all())
        .containsExactly(
            new Effect.RefuseQuery<>("one too many", "5 queries wait already in this log"));
  }

  @Test
  void theSummaryIsOfTheDurableEventsAndNoOthers() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.yes("first");
    log.yes("second");

    log.durableUpTo(1);

    assertThat(log.rules().durableSequenceNr()).isOne();
    assertThat(log.rules().summary().prefix()).isEqualTo(log.durablePrefix());
    assertThat(log.rules().summary().prefix().sequenceNr()).isOne();
  }
}
