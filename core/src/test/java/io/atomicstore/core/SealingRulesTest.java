package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A sealed log takes no more events. */
class SealingRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  private void seal() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.yes("hammer");
    log.durable();
  }

  @Test
  void itRefusesEveryNewEvent() {
    log.store("bid");
    seal();

    log.submit("late", "boris");
    log.submit(TestSubmission.of("expecting").judgedBy(new Judgement.Expect<>(2)).by("carla"));
    log.submit(
        TestSubmission.of("decided")
            .judgedBy(new Judgement.Decided<>(log.durablePrefix(), Decision.accept())));

    for (String event : List.of("late", "expecting", "decided")) {
      Result<String, String, Long> result = log.resultOf(event);
      assertThat(result).isEqualTo(new Result.Sealed<>(result.prospectiveEvent(), 2));
    }
    assertThat(log.journal()).containsExactly("bid", "hammer");
    assertThat(log.validationRequests()).hasSize(2);
  }

  @Test
  void itSaysSoOnceTheSealIsDurable() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.submit("late", "boris");
    log.yes("hammer");
    boolean isAnsweredBefore = log.isAnswered("late");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("late")).isInstanceOf(Result.Sealed.class);
    assertThat(log.isUnderValidation("hammer")).isFalse();
  }

  @Test
  void aSealThatIsLostSealsNothing() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.submit("late", "boris");
    log.yes("hammer");

    log.writeFails();
    assertThat(log.resultOf("late")).isInstanceOf(Result.Unavailable.class);
    log.crashAndRecover(0);
    log.submit("late", "boris");

    assertThat(log.isUnderValidation("late")).isTrue();
  }

  @Test
  void aSealThatIsRejectedSealsNothing() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.no("hammer", "too early");

    log.submit("bid", "boris");

    assertThat(log.isUnderValidation("bid")).isTrue();
  }

  @Test
  void repetitionsGetTheirResultAsBefore() {
    log.store("bid");
    seal();

    log.submit("bid", "anna");
    log.submit(TestSubmission.of("hammer").sealing());
    log.submit(TestSubmission.of("forgery").underTheIdOf("bid"));

    assertThat(log.resultsOf("bid")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.resultsOf("hammer")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.resultOf("forgery")).isInstanceOf(Result.EventIdTaken.class);
  }

  @Test
  void whatCameTooLateBesidesIsTimedOut() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.submit(TestSubmission.of("late").withDeadline(log.nowNanos()));

    log.yes("hammer");

    assertThat(log.resultOf("late")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void itIsReadAsBefore() {
    log.queryAfter(0, "early");
    seal();

    log.query("carla");
    log.queryAfter(1, "dora");

    assertThat(log.effects().all())
        .contains(new Effect.AnswerQuery<>("early", 1))
        .endsWith(new Effect.AnswerQuery<>("carla", 1), new Effect.AnswerQuery<>("dora", 1));
  }

  @Test
  void whoWaitsForMoreEventsWaitsUntilTheSealIsDurable() {
    log.queryAfter(5, "dora");
    log.submit(TestSubmission.of("hammer").sealing());
    log.yes("hammer");
    boolean isAnsweredBefore = !log.effects().answersTo("dora").isEmpty();

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.effects().answersTo("dora")).containsExactly(1L);
  }

  @Test
  void itStaysSealed() {
    seal();
    LogSummary summary = log.rules().summary();

    log.crashAndRecover(0);
    log.submit("late", "boris");
    Result<String, String, Long> fromEvents = log.resultOf("late");
    log.crashAndRecoverFrom(summary);
    log.submit("late", "boris");
    Result<String, String, Long> fromSummary = log.resultOf("late");

    assertThat(List.of(fromEvents, fromSummary)).hasOnlyElementsOfType(Result.Sealed.class);
  }

  @Test
  void aJournalWithAnEventBehindTheSealIsNotOpened() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.rules().recovered(TestSubmission.of("hammer").acceptedAt(1), true);

    assertThatIllegalStateException()
        .isThrownBy(() -> opening.rules().recovered(TestSubmission.of("late").acceptedAt(2), false))
        .withMessage(
            "the log is sealed at sequence number 1, found another event, with sequence number 2");
  }

  @Test
  void itsSummarySaysSoOnceTheSealIsDurable() {
    log.submit(TestSubmission.of("bid"));
    log.yes("bid");
    log.submit(TestSubmission.of("hammer").sealing());
    log.yes("hammer");
    log.durableUpTo(1);
    boolean isSealedBefore = log.rules().summary().isSealed();

    log.durable();

    assertThat(isSealedBefore).isFalse();
    assertThat(log.rules().summary().isSealed()).isTrue();
  }
}
