package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 8: submitting an event id again never stores twice. */
class RepetitionRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  private Result<String, String, Long> lastResultOf(String event) {
    List<Result<String, String, Long>> results = log.resultsOf(event);
    return results.get(results.size() - 1);
  }

  private void store(String event, long meta) {
    log.submit(event, "anna");
    log.yes(event, meta);
    log.durable();
  }

  @Test
  void rule8ARepeatedSubmissionIsNotStoredTwiceAndGetsTheOriginalResult() {
    store("bid", 7);

    log.submit("bid", "boris");

    Result<String, String, Long> result = lastResultOf("bid");
    assertThat(result).isEqualTo(new Result.Accepted<>(result.prospectiveEvent(), 1, 7L, true));
    assertThat(log.validationRequests()).hasSize(1);
    assertThat(log.journal()).containsExactly("bid");
  }

  @Test
  void rule8ARepetitionIsAnsweredAtOnceThoughAnotherEventIsUnderValidation() {
    store("bid", 7);
    log.submit("other", "boris");

    log.submit("bid", "anna");

    assertThat(lastResultOf("bid").wasAccepted()).isTrue();
    assertThat(log.resultsOf("bid")).hasSize(2);
  }

  @Test
  void rule8TheSameIdWithOtherBytesIsATypedError() {
    store("bid", 7);

    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));

    Result<String, String, Long> result = log.resultOf("forgery");
    assertThat(result).isEqualTo(new Result.EventIdTaken<>(result.prospectiveEvent(), 1));
    assertThat(log.journal()).containsExactly("bid");
  }

  @Test
  void rule8ARepetitionDuringTheValidationWaitsForItsResult() {
    log.submit("bid", "anna");
    log.submit("bid", "boris");
    log.submit("next", "carla");

    log.yes("bid");
    boolean isAnsweredBeforeDurable = log.isAnswered("bid");
    log.durable();

    assertThat(isAnsweredBeforeDurable).isFalse();
    assertThat(log.resultsOf("bid"))
        .extracting(result -> ((Result.Accepted<String, String, Long>) result).isDuplicate())
        .containsExactly(false, true);
    assertThat(log.validationRequests()).containsExactly("bid after 0", "next after 1");
  }

  @Test
  void rule8OtherBytesUnderTheIdOfAnEventBeingWrittenWaitForThatWrite() {
    log.submit("bid", "anna");
    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));

    log.yes("bid");
    boolean isAnsweredBeforeDurable = log.isAnswered("forgery");
    log.durable();

    assertThat(isAnsweredBeforeDurable).isFalse();
    assertThat(log.resultOf("forgery")).isInstanceOf(Result.EventIdTaken.class);
  }

  @Test
  void rule8ARepetitionOfAnEventBeingWrittenIsUnknownWhenTheWriteFails() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.submit("bid", "boris");
    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));
    log.submit("other", "carla");
    log.submit("bid", "dora");

    log.writeFails();

    assertThat(log.resultsOf("bid")).hasSize(3).hasOnlyElementsOfType(Result.Unknown.class);
    assertThat(log.resultOf("forgery")).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void rule8ARepetitionOfARejectedEventGetsTheSameRejection() {
    log.submit("bid", "anna");
    log.respond(log.tokenOf("bid"), Decision.reject("too low").withMeta(4L));

    log.submit("bid", "boris");
    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));

    Result<String, String, Long> repeated = lastResultOf("bid");
    assertThat(repeated)
        .isEqualTo(new Result.Rejected<>(repeated.prospectiveEvent(), "too low", 4L, null, true));
    Result<String, String, Long> forged = log.resultOf("forgery");
    assertThat(forged).isEqualTo(new Result.EventIdTaken<>(forged.prospectiveEvent(), 0));
    assertThat(log.validationRequests()).hasSize(1);
  }

  @Test
  void rule8ARepetitionOfARejectionWaitsForTheEventsItWasJudgedOn() {
    log.submit("first", "anna");
    log.submit("bid", "boris");
    log.yes("first");
    log.no("bid", "too low");

    log.submit("bid", "boris");
    boolean isAnsweredBefore = log.isAnswered("bid");
    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultsOf("bid")).hasSize(2).hasOnlyElementsOfType(Result.Rejected.class);
  }

  @Test
  void rule8OnlyTheLatestRejectionsAreRememberedAndOlderOnesAreConsideredAnew() {
    for (String event : List.of("first", "second", "third")) {
      log.submit(event, "anna");
      log.no(event, "too low");
    }

    log.submit("second", "anna");
    log.submit("first", "anna");

    assertThat(lastResultOf("second")).isInstanceOf(Result.Rejected.class);
    assertThat(log.isUnderValidation("first")).isTrue();
  }

  @Test
  void rule8ATimedOutEventMayBeSubmittedAgainAndIsConsideredAnew() {
    log.submit("bid", "anna");
    log.submit("bid", "anna");

    log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    log.yes("bid");
    log.durable();

    assertThat(log.resultsOf("bid")).hasSize(2);
    assertThat(log.resultsOf("bid").get(0)).isInstanceOf(Result.TimedOut.class);
    assertThat(log.resultsOf("bid").get(1).wasAccepted()).isTrue();
    assertThat(log.journal()).containsExactly("bid");
  }

  @Test
  void rule8HoldsAcrossCrashes() {
    log.submit("bid", "anna");
    log.submit("lost", "boris");
    log.yes("bid", 7);
    log.yes("lost");
    log.crashAndRecover(1);

    log.submit("bid", "anna");
    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));
    log.submit("lost", "boris");

    Result<String, String, Long> result = log.resultOf("bid");
    assertThat(result).isEqualTo(new Result.Accepted<>(result.prospectiveEvent(), 1, 7L, true));
    assertThat(log.resultOf("forgery")).isInstanceOf(Result.EventIdTaken.class);
    assertThat(log.validationRequests()).containsExactly("lost after 1");
  }

  @Test
  void rule8HoldsForSubmissionsThatComeWhileTheLogOpens() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.crash(1);
    log.submit("bid", "anna");

    log.rules().recovered(TestSubmission.of("bid").acceptedAt(1), false);
    log.opened();

    assertThat(log.resultOf("bid").wasAccepted()).isTrue();
    assertThat(log.validationRequests()).isEmpty();
  }

  @Test
  void rule8NothingIsAnsweredFromAJournalThatIsOnlyHalfRead() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.crash(1);
    log.rules().recovered(TestSubmission.of("bid").acceptedAt(1), false);

    log.submit("bid", "anna");
    boolean isAnsweredBefore = log.isAnswered("bid");
    log.opened();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("bid").wasAccepted()).isTrue();
  }

  @Test
  void rule8ARepetitionWhoseOwnDeadlinePassedStillLearnsThatItsEventIsStored() {
    log.submit("bid", "anna");
    log.submit("other", "boris");
    log.submit(TestSubmission.of("bid").withDeadline(log.nowNanos() + 1));
    log.yes("bid");

    log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    log.durable();

    assertThat(log.resultOf("other")).isInstanceOf(Result.TimedOut.class);
    assertThat(log.resultsOf("bid")).hasSize(2).allMatch(Result::wasAccepted);
  }
}
