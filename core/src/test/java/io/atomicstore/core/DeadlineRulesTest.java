package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rules 4 and 10: an originator that stays silent, or is gone, never holds the log up. */
class DeadlineRulesTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration JUST_BEFORE = LogUnderTest.VALIDATION_TIMEOUT.minus(NANO);

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void rule4TheNextEventIsConsideredWhenTheOriginatorStaysSilent() {
    log.submit("silent", "anna");
    log.submit("next", "boris");

    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    assertThat(log.resultOf("silent"))
        .isInstanceOfSatisfying(
            Result.TimedOut.class,
            timedOut -> {
              assertThat(timedOut.reason()).isEqualTo(LogUnderTest.TIMEOUT_REASON);
              assertThat(timedOut.waited()).isEqualTo(LogUnderTest.VALIDATION_TIMEOUT);
            });
    assertThat(log.isUnderValidation("next")).isTrue();
  }

  @Test
  void rule4NoOtherMessagePostponesTheDeadline() {
    log.submit("first", "boris");
    log.yes("first");
    log.submit("silent", "anna");
    ValidationToken token = log.tokenOf("silent");
    long dueNanos = log.nowNanos() + LogUnderTest.VALIDATION_TIMEOUT.toNanos();

    log.clockMoves(JUST_BEFORE);
    log.durable();
    log.submit("next", "boris");
    log.submit("silent", "anna");
    log.submit("first", "boris");
    log.respond(new ValidationToken(1, 2), Decision.accept());
    log.query("carla");
    log.originatorGone("dora");
    log.requestSent("silent");
    log.deadlinePassed(token);
    long deadlineNanos = log.effects().deadlines().getOrDefault(token, 0L);
    log.advance(NANO);

    assertThat(deadlineNanos).isEqualTo(dueNanos);
    assertThat(log.resultsOf("silent")).first().isInstanceOf(Result.TimedOut.class);
    assertThat(log.isUnderValidation("next")).isTrue();
  }

  @Test
  void rule4TheDeadlineCountsFromTheMomentTheRequestWasSent() {
    log.holdRequestsBack();
    log.submit("bid", "anna");

    log.clockMoves(Duration.ofMinutes(1));
    log.requestSent("bid");
    log.advance(JUST_BEFORE);
    boolean isOutstandingJustBefore = log.isUnderValidation("bid");
    log.advance(NANO);

    assertThat(isOutstandingJustBefore).isTrue();
    assertThat(log.resultOf("bid")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void rule4NoDeadlinePassesBeforeTheRequestWasSent() {
    log.holdRequestsBack();
    log.submit("bid", "anna");

    log.clockMoves(Duration.ofMinutes(1));
    log.deadlinePassed(log.tokenOf("bid"));

    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.effects().deadlines()).isEmpty();
  }

  @Test
  void rule4AYesJustBeforeTheDeadlineCounts() {
    log.submit("bid", "anna");

    log.clockMoves(JUST_BEFORE);
    log.yes("bid");

    assertThat(log.effects().writes()).hasSize(1);
  }

  @Test
  void rule4AYesAtTheDeadlineIsTooLateEvenIfNobodyReportedTheDeadline() {
    log.submit("bid", "anna");
    log.submit("next", "boris");
    ValidationToken token = log.tokenOf("bid");

    log.clockMoves(LogUnderTest.VALIDATION_TIMEOUT);
    log.yes("bid");

    assertThat(log.effects().writes()).isEmpty();
    assertThat(log.resultOf("bid")).isInstanceOf(Result.TimedOut.class);
    assertThat(log.effects().all()).contains(new Effect.TellTooLate<>(token));
    assertThat(log.rules().lateResponses()).isOne();
    assertThat(log.isUnderValidation("next")).isTrue();
  }

  @Test
  void rule4ADeadlineReportedTooEarlyIsStartedAgainForTheSameTime() {
    log.submit("bid", "anna");
    ValidationToken token = log.tokenOf("bid");
    long deadlineNanos = log.effects().deadlines().getOrDefault(token, 0L);

    log.clockMoves(JUST_BEFORE);
    log.deadlinePassed(token);

    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.effects().all())
        .filteredOn(new Effect.StartDeadline<>(token, deadlineNanos)::equals)
        .hasSize(2);
  }

  @Test
  void rule4TheDeadlineOfADecidedValidationTouchesNoOther() {
    log.submit("decided", "anna");
    ValidationToken decided = log.tokenOf("decided");
    log.yes("decided");
    log.clockMoves(LogUnderTest.VALIDATION_TIMEOUT);
    log.submit("next", "boris");

    log.deadlinePassed(decided);

    assertThat(log.isUnderValidation("next")).isTrue();
    assertThat(log.effects().deadlines()).containsOnlyKeys(log.tokenOf("next"));
  }

  @Test
  void rule10AnOriginatorThatDisconnectsDuringItsValidationReleasesTheLogAtOnce() {
    log.submit("abandoned", "anna");
    log.submit("next", "boris");
    ValidationToken token = log.tokenOf("abandoned");

    log.originatorGone("anna");

    assertThat(log.resultOf("abandoned")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.isUnderValidation("next")).isTrue();
    assertThat(log.effects().all()).contains(new Effect.CancelDeadline<>(token));
  }

  @Test
  void rule10AYesThatArrivesAfterItsOriginatorIsGoneChangesNothing() {
    log.submit("abandoned", "anna");
    ValidationToken token = log.tokenOf("abandoned");
    log.originatorGone("anna");

    log.respond(token, Decision.accept());

    assertThat(log.effects().writes()).isEmpty();
    assertThat(log.rules().lateResponses()).isOne();
  }

  @Test
  void rule10AnotherOriginatorThatDisconnectsLeavesTheValidationAlone() {
    log.submit("bid", "anna");

    log.originatorGone("boris");

    assertThat(log.isUnderValidation("bid")).isTrue();
  }

  @Test
  void rule10OnlyTheEndOfThoseWhoWaitOrValidateMatters() {
    log.submit("done", "dora");
    log.yes("done");
    log.submit("validated", "anna");
    log.submit("waiting", "boris");
    log.submit("waiting too", "boris");

    assertThat(log.rules().waitingOriginators()).containsExactlyInAnyOrder("anna", "boris");
  }

  @Test
  void rule10WhatWasAcceptedBeforeItsOriginatorDisconnectedIsStoredAllTheSame() {
    log.submit("bid", "anna");
    log.yes("bid");

    log.originatorGone("anna");
    log.durable();

    assertThat(log.journal()).containsExactly("bid");
    assertThat(log.resultOf("bid").wasAccepted()).isTrue();
  }
}
