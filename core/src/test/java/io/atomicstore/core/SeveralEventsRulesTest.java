package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Several events of one submission are admitted together or not at all. */
class SeveralEventsRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  private static AcceptedId idWithoutEvents() {
    return new AcceptedId(1, TestSubmission.idOf("bid"), 0, 0);
  }

  @Test
  void theyHaveConsecutiveSequenceNumbers() {
    log.store("first");
    log.submit(TestSubmission.of("one", "two", "three"));
    log.yes("one");
    log.durable();

    log.submit("last", "boris");

    assertThat(log.resultOf("one"))
        .isInstanceOfSatisfying(
            Result.Accepted.class,
            accepted -> {
              assertThat(accepted.sequenceNr()).isEqualTo(2);
              assertThat(accepted.lastSequenceNr()).isEqualTo(4);
            });
    assertThat(log.journal()).containsExactly("first", "one", "two", "three");
    assertThat(log.validationRequests()).last().isEqualTo("last after 4");
  }

  @Test
  void theyAreOneWriteAndOneRequest() {
    log.submit(TestSubmission.of("one", "two"));

    log.yes("one");

    assertThat(log.effects().asks()).hasSize(1);
    assertThat(log.effects().writes()).hasSize(1);
  }

  @Test
  void theNextEventIsJudgedOnAllOfThem() {
    log.submit(TestSubmission.of("one", "two"));
    log.submit("next", "boris");

    log.yes("one");

    assertThat(log.pastAsked("next"))
        .isEqualTo(
            LogPrefix.EMPTY
                .followedBy(TestSubmission.idOf("one"))
                .followedBy(TestSubmission.idOf("one")));
  }

  @Test
  void aRepetitionGetsTheSequenceNumberOfTheFirst() {
    log.store("first");
    log.submit(TestSubmission.of("one", "two", "three"));
    log.yes("one");
    log.durable();
    log.store("last");

    log.submit(TestSubmission.of("one", "two", "three"));
    log.queryResult("one", "carla");
    log.queryResult("last", "carla");

    assertThat(log.resultsOf("one"))
        .extracting(result -> ((Result.Accepted<String, String, Long>) result).sequenceNr())
        .containsExactly(2L, 2L);
    assertThat(log.effects().all())
        .endsWith(
            new Effect.AnswerResultQuery<>("carla", new RecordedResult.Accepted<>(2, 3, null)),
            new Effect.AnswerResultQuery<>("carla", new RecordedResult.Accepted<>(5, 1, null)));
  }

  @Test
  void eachOfThemCountsInTheQueue() {
    log.submit(TestSubmission.of("1", "2", "3"));

    log.submit(TestSubmission.of("4", "5", "6"));
    log.submit(TestSubmission.of("7", "8"));

    Result<String, String, Long> result = log.resultOf("4");
    assertThat(result).isEqualTo(new Result.Overloaded<>(result.prospectiveEvent(), 3, 10));
    assertThat(log.isAnswered("7")).isFalse();
  }

  @Test
  void tooManyOfThemAreRefused() {
    LogUnderTest strict = LogUnderTest.openWith(LogUnderTest.LIMITS.withSubmissionEventsMax(2));

    strict.submit(TestSubmission.of("1", "2", "3"));
    strict.submit(TestSubmission.of("4", "5"));

    Result<String, String, Long> result = strict.resultOf("1");
    assertThat(result)
        .isEqualTo(
            new Result.Refused<>(
                result.prospectiveEvent(),
                "a submission may have at most 2 events of 60 bytes together, found 3 of 10"
                    + " bytes"));
    assertThat(strict.isUnderValidation("4")).isTrue();
  }

  @Test
  void theySurviveTogetherOrNotAtAll() {
    log.submit(TestSubmission.of("one", "two"));
    log.submit(TestSubmission.of("three", "four"));
    log.yes("one");
    log.yes("three");

    log.crashAndRecover(1);
    log.submit(TestSubmission.of("one", "two"));
    log.submit(TestSubmission.of("three", "four"));

    assertThat(log.resultOf("one").wasAccepted()).isTrue();
    assertThat(log.validationRequests()).containsExactly("three after 2");
    assertThat(log.pastAsked("three")).isEqualTo(log.durablePrefix());
  }

  @Test
  void thereIsAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(SeveralEventsRulesTest::idWithoutEvents)
        .withMessage("a submission has 1 event or more, found 0");
  }
}
