package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rule 8 of events that are too old for their ids to be kept in memory. The ids of these tests are
 * in the order of the alphabet. Of the log "b", "d", "f" the ids "d" and "f" are kept.
 */
class LookUpRulesTest {

  private final LogUnderTest log =
      LogUnderTest.openWith(
          LogUnderTest.LIMITS.withRecentIdsMax(1).withWaitingEventsMax(10).withBytesMax(1_000, 60));

  LookUpRulesTest() {
    log.submit("b", "anna");
    log.yes("b", 7);
    log.durable();
    log.store("d", "f");
  }

  private List<EventId> ids(String... events) {
    return List.of(events).stream().map(TestSubmission::idOf).toList();
  }

  @Test
  void anIdThatIsHigherThanAllOlderOnesIsNew() {
    log.submit("g", "anna");
    log.submit("c", "anna");

    assertThat(log.lookUps()).isEmpty();
    assertThat(log.isUnderValidation("g")).isTrue();
  }

  @Test
  void aLowerIdIsConsideredOnceTheJournalDoesNotHaveIt() {
    log.holdLookUpsBack();
    log.submit("a", "anna");
    boolean isConsideredBefore = log.isUnderValidation("a");

    log.lookedUp("a");

    assertThat(isConsideredBefore).isFalse();
    assertThat(log.isUnderValidation("a")).isTrue();
    assertThat(log.lookUps()).isEqualTo(ids("a"));
  }

  @Test
  void whatTheJournalHasIsARepetition() {
    log.submit("b", "boris");

    Result<String, String, Long> result = log.resultsOf("b").get(1);
    assertThat(result).isEqualTo(new Result.Accepted<>(result.prospectiveEvent(), 1, 7L, true));
    assertThat(log.journal()).containsExactly("b", "d", "f");
    assertThat(log.validationRequests()).hasSize(3);
  }

  @Test
  void otherBytesUnderAnIdThatTheJournalHasAreATypedError() {
    log.submit(TestSubmission.of("forgery").underTheIdOf("b"));

    Result<String, String, Long> result = log.resultOf("forgery");
    assertThat(result).isEqualTo(new Result.EventIdTaken<>(result.prospectiveEvent(), 1));
  }

  @Test
  void anIdIsLookedUpBeforeItsTurnComes() {
    log.submit("g", "anna");

    log.submit("b", "boris");

    assertThat(log.lookUps()).isEqualTo(ids("b"));
    assertThat(log.resultsOf("b")).hasSize(1);
    log.no("g", "no");
    assertThat(log.resultsOf("b")).hasSize(2);
  }

  @Test
  void whatIsBehindAnIdThatIsBeingLookedUpWaits() {
    log.holdLookUpsBack();
    log.submit("a", "anna");
    log.submit("g", "boris");
    boolean isConsideredBefore = log.isUnderValidation("g");

    log.lookedUp("a");
    log.no("a", "no");

    assertThat(isConsideredBefore).isFalse();
    assertThat(log.isUnderValidation("g")).isTrue();
  }

  @Test
  void oneLookUpIsEnoughForSeveralSubmissions() {
    log.holdLookUpsBack();
    log.submit("b", "anna");
    log.submit("b", "boris");

    log.lookedUp("b");

    assertThat(log.lookUps()).isEqualTo(ids("b"));
    assertThat(log.resultsOf("b")).hasSize(3).allMatch(Result::wasAccepted);
  }

  @Test
  void theAnswerIsForgottenOnceItWasOfUse() {
    log.submit("a", "anna");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    log.submit("a", "anna");

    assertThat(log.lookUps()).isEqualTo(ids("a", "a"));
    assertThat(log.isUnderValidation("a")).isTrue();
  }

  @Test
  void anIdThatBecameOlderWhileItWaitedIsLookedUpWhenItsTurnComes() {
    for (String event : List.of("p", "q", "r", "c")) {
      log.submit(event, "anna");
    }
    List<EventId> lookUpsBefore = log.lookUps();

    for (String event : List.of("p", "q", "r")) {
      log.yes(event);
      log.durable();
    }

    assertThat(lookUpsBefore).isEmpty();
    assertThat(log.lookUps()).isEqualTo(ids("c"));
    assertThat(log.isUnderValidation("c")).isTrue();
  }

  @Test
  void anIdThatWasToBeRejectedAgainIsLookedUpWhenTheRejectionIsForgotten() {
    LogUnderTest forgetful =
        LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1).withRememberedResultsMax(1));
    forgetful.store("b", "d", "f");
    forgetful.submit("a", "anna");
    forgetful.no("a", "no");
    forgetful.submit("p", "anna");
    forgetful.yes("p");
    forgetful.submit("q", "anna");
    forgetful.submit("a", "anna");
    List<EventId> lookUpsBefore = forgetful.lookUps();

    forgetful.no("q", "no");

    assertThat(lookUpsBefore).isEqualTo(ids("a"));
    assertThat(forgetful.lookUps()).isEqualTo(ids("a", "a"));
    assertThat(forgetful.isUnderValidation("a")).isTrue();
  }

  @Test
  void theJournalIsAskedAgainIfItsAnswerDoesNotCoverWhatWasForgottenSince() {
    for (String event : List.of("p", "q", "r", "a")) {
      log.submit(event, "anna");
    }
    List<EventId> lookUpsBefore = log.lookUps();

    for (String event : List.of("p", "q", "r")) {
      log.yes(event);
      log.durable();
    }

    assertThat(lookUpsBefore).isEqualTo(ids("a"));
    assertThat(log.lookUps()).isEqualTo(ids("a", "a"));
    assertThat(log.isUnderValidation("a")).isTrue();
  }

  @Test
  void theJournalIsNotAskedAgainWhileItsAnswerCoversEverythingOlder() {
    log.submit("p", "anna");
    log.submit("a", "anna");

    log.yes("p");

    assertThat(log.lookUps()).isEqualTo(ids("a"));
    assertThat(log.isUnderValidation("a")).isTrue();
  }

  @Test
  void idsOfEventsThatAreNotDurableAreAllKept() {
    for (String event : List.of("p", "q", "r", "s")) {
      log.submit(event, "anna");
      log.yes(event);
    }

    log.submit("p", "boris");
    log.submit("d", "boris");

    assertThat(log.lookUps()).isEqualTo(ids("d"));
    log.durable();
    assertThat(log.resultsOf("p")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.journal()).containsExactly("b", "d", "f", "p", "q", "r", "s");
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() {
    log.submit("g", "anna");
    int effectsBefore = log.effects().all().size();

    log.lookedUp("a");
    log.lookedUp("b");
    log.lookedUp("g");

    assertThat(log.effects().all()).hasSize(effectsBefore);
  }

  @Test
  void anAnswerThatComesAgainChangesNothing() {
    log.holdLookUpsBack();
    log.submit("g", "anna");
    log.submit("a", "anna");
    log.lookedUp("a");

    log.lookedUp(TestSubmission.of("a").acceptedAt(1));
    log.no("g", "no");

    assertThat(log.isUnderValidation("a")).isTrue();
  }

  @Test
  void anOriginatorThatIsGoneIsNotLookedUpFor() {
    log.holdLookUpsBack();
    log.submit("a", "anna");
    log.submit("g", "boris");

    log.originatorGone("anna");
    log.lookedUp("a");

    assertThat(log.resultOf("a")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.isUnderValidation("g")).isTrue();
    log.submit("a", "carla");
    assertThat(log.lookUps()).isEqualTo(ids("a", "a"));
  }

  @Test
  void whoComesTooLateForHisTurnLearnsAllTheSameThatHisEventIsStored() {
    log.holdLookUpsBack();
    log.submit(TestSubmission.of("b").withDeadline(log.nowNanos() + 1));
    log.submit(TestSubmission.of("a").withDeadline(log.nowNanos() + 1));
    log.clockMoves(Duration.ofSeconds(1));

    log.lookedUp("b");
    log.lookedUp("a");

    assertThat(log.resultsOf("b")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.resultOf("a")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void aRepetitionThatWasLookedUpWaitsForTheEventsBeingWritten() {
    log.submit("g", "anna");
    log.submit("b", "boris");
    log.yes("g");
    boolean isAnsweredBefore = log.resultsOf("b").size() > 1;

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultsOf("b")).hasSize(2).allMatch(Result::wasAccepted);
  }

  @Test
  void aLogThatStopsWaitsForNoLookUp() {
    log.holdLookUpsBack();
    log.submit("a", "anna");

    log.stop();
    int effectsBefore = log.effects().all().size();
    log.lookedUp("a");

    assertThat(log.resultOf("a")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.effects().all()).hasSize(effectsBefore).endsWith(new Effect.Stop<>());
  }

  @Test
  void whatWaitsWhileALogOpensIsLookedUpOnceItIsOpen() {
    LogSummary summary = log.rules().summary();
    log.crash(0);
    log.holdLookUpsBack();
    log.submit("g", "anna");
    log.submit("a", "anna");
    log.submit("b", "anna");
    List<EventId> lookUpsBefore = log.lookUps();

    log.rules().recovered(summary);
    log.opened();

    assertThat(lookUpsBefore).isEmpty();
    assertThat(log.lookUps()).isEqualTo(ids("a", "b"));
    assertThat(log.isUnderValidation("g")).isTrue();
  }

  @Test
  void aSealedLogLooksIdsUpToo() {
    log.submit(TestSubmission.of("z").sealing());
    log.yes("z");
    log.durable();

    log.submit("b", "anna");
    log.submit("a", "anna");

    assertThat(log.resultsOf("b")).hasSize(2).allMatch(Result::wasAccepted);
    assertThat(log.resultOf("a")).isInstanceOf(Result.Sealed.class);
  }

  @Test
  void anIdThatWasRejectedLatelyIsNotLookedUp() {
    log.submit("a", "anna");
    log.no("a", "no");

    log.submit("a", "anna");

    assertThat(log.lookUps()).isEqualTo(ids("a"));
    assertThat(log.resultsOf("a")).hasSize(2).hasOnlyElementsOfType(Result.Rejected.class);
  }
}
