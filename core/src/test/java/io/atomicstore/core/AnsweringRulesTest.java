package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 7: every submission is answered exactly once, also by a log that stops. */
class AnsweringRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void rule7EverySubmissionIsAnsweredExactlyOnce() {
    for (String event : List.of("accepted", "rejected", "timed out", "gone")) {
      log.submit(event, event);
    }
    log.yes("accepted");
    log.no("rejected", "too low");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    log.originatorGone("gone");
    log.durable();

    log.stop();

    assertThat(log.resultOf("accepted")).isInstanceOf(Result.Accepted.class);
    assertThat(log.resultOf("rejected")).isInstanceOf(Result.Rejected.class);
    assertThat(log.resultOf("timed out")).isInstanceOf(Result.TimedOut.class);
    assertThat(log.resultOf("gone")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).endsWith(new Effect.Stop<>());
  }

  @Test
  void rule7AStoppingLogFinishesTheValidationUnderWayAndItsWrite() {
    log.submit("written", "anna");
    log.submit("asked", "boris");
    log.submit("waiting", "anna");
    log.yes("written");

    log.stop();
    log.submit("too late", "anna");
    log.yes("asked");
    log.durable();

    assertThat(log.resultOf("waiting")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("too late")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("written").wasAccepted()).isTrue();
    assertThat(log.resultOf("asked").wasAccepted()).isTrue();
    assertThat(log.journal()).containsExactly("written", "asked");
    assertThat(log.effects().all()).endsWith(new Effect.Stop<>());
  }

  @Test
  void rule7AStoppingLogIsHeldUpNoLongerThanTheDeadlineOfItsValidation() {
    log.submit("silent", "anna");

    log.stop();
    boolean isStoppedBefore = log.effects().all().contains(new Effect.Stop<>());
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    assertThat(isStoppedBefore).isFalse();
    assertThat(log.resultOf("silent")).isInstanceOf(Result.TimedOut.class);
    assertThat(log.effects().all()).endsWith(new Effect.Stop<>());
  }

  @Test
  void rule7AStoppingLogStopsWhenTheOriginatorOfItsValidationIsGone() {
    log.submit("abandoned", "anna");
    log.stop();

    log.originatorGone("anna");

    assertThat(log.resultOf("abandoned")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).endsWith(new Effect.Stop<>());
  }

  @Test
  void rule7ALogThatFailsWhileValidatingAnswersEverybody() {
    log.submit("asked", "anna");
    log.submit("waiting", "boris");
    ValidationToken token = log.tokenOf("asked");

    log.writeFails();

    assertThat(log.resultOf("asked")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("waiting")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).contains(new Effect.CancelDeadline<>(token));
  }

  @Test
  void rule7ALogThatFailsWhileItOpensAnswersEverybody() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.submit("waiting", "anna");
    opening.query("boris");

    opening.writeFails();

    assertThat(opening.resultOf("waiting")).isInstanceOf(Result.Unavailable.class);
    assertThat(opening.effects().all())
        .contains(new Effect.RefuseQuery<>("boris", "the disk is full"))
        .endsWith(new Effect.Stop<>());
  }

  @Test
  void rule7ALogThatIsStoppedWhileItOpensAnswersEverybodyAndStaysStopped() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.submit("waiting", "anna");
    opening.query("boris");

    opening.stop();
    opening.opened();
    opening.submit("too late", "anna");

    assertThat(opening.resultOf("waiting")).isInstanceOf(Result.Unavailable.class);
    assertThat(opening.resultOf("too late")).isInstanceOf(Result.Unavailable.class);
    assertThat(opening.validationRequests()).isEmpty();
    assertThat(opening.effects().all())
        .contains(new Effect.RefuseQuery<>("boris", "the log is stopping"))
        .containsOnlyOnce(new Effect.Stop<>());
  }

  @Test
  void rule7AnIdleLogStopsAtOnceAndOnlyOnce() {
    log.stop();
    log.stop();
    log.writeFails();

    assertThat(log.effects().all()).containsExactly(new Effect.Stop<>());
  }

  @Test
  void rule7AStoppedLogAnswersSubmissionsAndRefusesQueries() {
    log.stop();

    log.submit("too late", "anna");
    log.query("boris");

    assertThat(log.resultOf("too late")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all())
        .endsWith(new Effect.RefuseQuery<>("boris", "the log has stopped"));
  }

  @Test
  void rule7NotStoredIsNeverSaidOfAnEventThatIsBeingWritten() {
    log.submit("bid", "anna");
    log.yes("bid");
    log.submit("other", "boris");
    log.submit("bid", "carla");

    log.stop();
    log.submit("bid", "dora");

    assertThat(log.resultsOf("bid")).hasSize(2).hasOnlyElementsOfType(Result.Unknown.class);
  }

  @Test
  void rule7NotStoredIsNeverSaidOfAnEventWhoseValidationGoesOn() {
    log.submit("bid", "anna");
    log.submit("bid", "boris");
    log.submit("bid", "carla");

    log.originatorGone("boris");
    log.stop();

    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.resultsOf("bid")).hasSize(2).hasOnlyElementsOfType(Result.Unknown.class);
  }

  @Test
  void rule7NotStoredIsNeverSaidOfARejectedEventThatWasAcceptedWhenItWasRepeated() {
    LogUnderTest forgetful = LogUnderTest.openWith(LogUnderTest.LIMITS.withRememberedResultsMax(0));
    forgetful.submit("first", "anna");
    forgetful.submit("bid", "boris");
    forgetful.submit("bid", "carla");
    forgetful.yes("first");
    forgetful.no("bid", "too low");
    forgetful.yes("bid");

    forgetful.writeFails();

    assertThat(forgetful.resultsOf("bid")).hasSize(2).hasOnlyElementsOfType(Result.Unknown.class);
  }

  @Test
  void rule7AnEventWhoseOnlyValidationEndedWithItsOriginatorIsNotStored() {
    log.submit("bid", "anna");
    log.submit("bid", "anna");

    log.originatorGone("anna");

    assertThat(log.resultsOf("bid")).hasSize(2).hasOnlyElementsOfType(Result.Unavailable.class);
  }

  @Test
  void rule7AnIdleLogIsOneThatOwesNothing() {
    boolean isIdleAtFirst = log.rules().isIdle();
    log.submit("bid", "anna");
    boolean isIdleDuringValidation = log.rules().isIdle();
    log.yes("bid");
    boolean isIdleDuringWrite = log.rules().isIdle();

    log.durable();

    assertThat(isIdleAtFirst).isTrue();
    assertThat(isIdleDuringValidation).isFalse();
    assertThat(isIdleDuringWrite).isFalse();
    assertThat(log.rules().isIdle()).isTrue();
  }
}
