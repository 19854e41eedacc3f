package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A decision that comes with its event stands if it was taken on all of the log. */
class FastPathRulesTest {

  private static final Decision<String, Long> YES = Decision.accept().withMeta(7L);
  private static final Decision<String, Long> NO = Decision.<String, Long>reject("no").withMeta(4L);

  private final LogUnderTest log = LogUnderTest.open();

  private static TestSubmission decided(
      String event, LogPrefix known, Decision<String, Long> decision) {
    return TestSubmission.of(event).judgedBy(new Judgement.Decided<>(known, decision));
  }

  private static LogPrefix after(String... events) {
    return LogUnderTest.prefixOf(events);
  }

  @Test
  void aYesStandsAndNobodyIsAsked() {
    log.store("a");

    log.submit(decided("b", after("a"), YES));
    log.durable();

    Result<String, String, Long> result = log.resultOf("b");
    assertThat(result).isEqualTo(new Result.Accepted<>(result.prospectiveEvent(), 2, 7L, false));
    assertThat(log.validationRequests()).containsExactly("a after 0");
    assertThat(log.journal()).containsExactly("a", "b");
  }

  @Test
  void aNoStandsAndNobodyIsAsked() {
    log.store("a");

    log.submit(decided("b", after("a"), NO));

    Result<String, String, Long> result = log.resultOf("b");
    assertThat(result)
        .isEqualTo(new Result.Rejected<>(result.prospectiveEvent(), "no", 4L, null, false));
    assertThat(log.validationRequests()).containsExactly("a after 0");
  }

  @Test
  void aYesIsAnsweredOnceItsEventIsDurable() {
    log.submit(decided("a", LogPrefix.EMPTY, YES));
    boolean isAnsweredBefore = log.isAnswered("a");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("a").wasAccepted()).isTrue();
  }

  @Test
  void aNoThatRestsOnAnEventBeingWrittenWaitsForIt() {
    log.submit(decided("a", LogPrefix.EMPTY, YES));
    log.submit(decided("b", after("a"), NO));
    boolean isAnsweredBefore = log.isAnswered("b");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("b")).isInstanceOf(Result.Rejected.class);
  }

  @Test
  void aChainOfDecisionsIsWrittenAtOnceEachOnTheOneBefore() {
    log.submit(decided("a", LogPrefix.EMPTY, YES));
    log.submit(decided("b", after("a"), YES));
    log.submit(decided("c", after("a", "b"), YES));

    assertThat(log.effects().writes())
        .extracting(Effect.Write::past)
        .containsExactly(LogPrefix.EMPTY, after("a"), after("a", "b"));
    assertThat(log.validationRequests()).isEmpty();
  }

  @Test
  void aDecisionTakenOnFewerEventsIsARequestForWhatIsMissing() {
    log.store("a", "b");

    log.submit(decided("c", after("a"), YES));

    assertThat(log.isUnderValidation("c")).isTrue();
    assertThat(log.afterAsked("c")).isEqualTo(1);
    assertThat(log.pastAsked("c")).isEqualTo(after("a", "b"));
    assertThat(log.effects().writes()).hasSize(2);
  }

  @Test
  void aNoTakenOnFewerEventsIsARequestToo() {
    log.store("a");

    log.submit(decided("b", LogPrefix.EMPTY, NO));
    log.yes("b");
    log.durable();

    assertThat(log.resultOf("b").wasAccepted()).isTrue();
  }

  @Test
  void aDecisionTakenOnAsManyOtherEventsIsARequest() {
    log.store("a");

    log.submit(decided("b", after("lost"), YES));

    assertThat(log.isUnderValidation("b")).isTrue();
    assertThat(log.afterAsked("b")).isEqualTo(1);
  }

  @Test
  void aDecisionTakenOnMoreEventsIsARequestThatShowsTheEndOfTheLog() {
    log.store("a");

    log.submit(decided("b", after("a", "lost"), YES));

    assertThat(log.isUnderValidation("b")).isTrue();
    assertThat(log.afterAsked("b")).isEqualTo(1);
  }

  @Test
  void aDecisionTakenOnEventsOfWhichOnlyTheNumberIsKnownIsARequest() {
    log.store("a");

    log.submit(decided("b", LogPrefix.ofDurable(1), YES));

    assertThat(log.isUnderValidation("b")).isTrue();
  }

  @Test
  void aLogThatDoesNotKnowItsEventsByTheirHashAlwaysAsks() {
    log.store("a");
    LogSummary summary = new LogSummary(LogPrefix.ofDurable(1), TestSubmission.idOf("a"), false);
    log.crashAndRecoverFrom(summary);

    log.submit(decided("b", after("a"), YES));
    log.no("b", "no");
    log.submit(decided("c", LogPrefix.ofDurable(1), YES));

    assertThat(log.validationRequests()).containsExactly("b after 1", "c after 1");
  }

  @Test
  void aDecisionThatWaitedStandsIfEverythingBeforeWentAsPredicted() {
    log.submit("a", "anna");
    log.submit(decided("b", after("a"), YES));

    log.yes("a");

    assertThat(log.validationRequests()).containsExactly("a after 0");
    assertThat(log.effects().writes()).hasSize(2);
  }

  @Test
  void aDecisionThatWaitedIsARequestIfAnEventBeforeWasRejected() {
    log.submit("a", "anna");
    log.submit(decided("b", after("a"), YES));

    log.no("a", "no");

    assertThat(log.isUnderValidation("b")).isTrue();
    assertThat(log.afterAsked("b")).isZero();
  }

  @Test
  void aDecisionThatDoesNotStandIsWorthNothing() {
    log.store("a");
    log.submit(decided("b", LogPrefix.EMPTY, YES));

    log.no("b", "seen it all");

    assertThat(log.resultOf("b").reason()).isEqualTo("seen it all");
    assertThat(log.journal()).containsExactly("a");
  }

  @Test
  void aDecisionOnAnIdThatIsStoredIsARepetition() {
    log.store("a");

    log.submit(decided("a", after("a"), YES));

    assertThat(log.resultsOf("a")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.journal()).containsExactly("a");
  }

  @Test
  void aDecisionThatComesTooLateIsNotTakenThoughItWouldStand() {
    log.submit("a", "anna");
    log.submit(decided("b", LogPrefix.EMPTY, YES).withDeadline(log.nowNanos() + 1));
    log.clockMoves(Duration.ofNanos(1));

    log.no("a", "no");

    assertThat(log.resultOf("b")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void whoKnowsAPartOfTheLogIsShownTheRest() {
    log.store("a", "b", "c");

    log.submit(TestSubmission.of("d").judgedBy(new Judgement.Ask<>(after("a", "b"))));
    log.no("d", "no");
    log.submit(TestSubmission.of("e").judgedBy(new Judgement.Ask<>(new LogPrefix(9, 9))));

    assertThat(log.afterAsked("d")).isEqualTo(2);
    assertThat(log.afterAsked("e")).isEqualTo(3);
  }
}
