package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An originator that judges predicts the log, and decides on what it predicts. */
class PredictionRulesTest {

  private final FoldedLogUnderTest log = FoldedLogUnderTest.judging();

  @Test
  void takesALogItKnowsNothingOfForEmpty() {
    assertThat(log.submit("a")).containsExactly("submit a: yes on []");
  }

  @Test
  void decidesTheNextEventOnThePredictedOne() {
    log.submit("a");

    List<String> effects = log.submit("b");

    assertThat(effects).containsExactly("submit b: yes on [a]");
    assertThat(log.folded().known()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("a", "b")));
  }

  @Test
  void decidesTheNextEventOnTheSameStateAfterARejection() {
    log.submit("a");
    log.submit("no");

    assertThat(log.submit("b")).containsExactly("submit b: yes on [a]");
  }

  @Test
  void settlesWhatWasAcceptedAsPredicted() {
    log.submit("a");
    log.submit("b");

    log.accepted("a", 1);

    assertThat(log.folded().settled()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("a")));
    assertThat(log.state()).containsExactly("a", "b");
  }

  @Test
  void settlesInOrderWhenAResultOvertakesAnother() {
    log.submit("a");
    log.submit("b");
    log.accepted("b", 2);
    LogPrefix settledBefore = log.folded().settled();

    log.accepted("a", 1);

    assertThat(settledBefore).isEqualTo(LogPrefix.EMPTY);
    assertThat(log.folded().settled()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("a", "b")));
    assertThat(log.folded().isIdle()).isTrue();
  }

  @Test
  void settlesNothingThatRestsOnAnEventThatEndedOtherwise() {
    log.submit("a");
    log.submit("b");
    log.accepted("b", 2);

    log.timedOut("a");

    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void settlesNothingByAnAcceptanceAtAnotherPlace() {
    log.submit("a");

    log.accepted("a", 2);

    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
    assertThat(log.folded().known()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void keepsWhatItWasShownForSomebodyElsesEventAndNotThatEvent() {
    List<String> first = log.requested(1, "x", List.of("a", "b"), 0, 2);

    List<String> second = log.requested(2, "y", List.of("a", "b"), 2, 2);

    assertThat(first).containsExactly("respond 1: yes on [a, b]");
    assertThat(second).containsExactly("respond 2: yes on [a, b]");
    assertThat(log.folded().known()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("a", "b")));
  }

  @Test
  void judgesSeveralEventsOneAfterTheOther() {
    List<String> effects = log.submit("a", "b", "c");

    assertThat(effects).containsExactly("submit a+b+c: yes on [a, b]");
    assertThat(log.folded().known().sequenceNr()).isEqualTo(3);
    log.accepted(1, "a", "b", "c");
    assertThat(log.folded().settled().sequenceNr()).isEqualTo(3);
  }

  @Test
  void rejectsSeveralEventsIfOneIsRejected() {
    List<String> effects = log.submit("a", "no", "c");

    assertThat(effects).containsExactly("submit a+no+c: no on [a]");
    assertThat(log.folded().known()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void parksWhatComesWhileTheChainIsBroken() {
    log.submit("a");
    log.submit("b");
    log.overloaded("a");

    List<String> effects = log.submit("c");

    assertThat(effects).isEmpty();
    assertThat(log.folded().isIdle()).isFalse();
  }

  @Test
  void sendsTheParkedAsANewChainOnceEverythingSentHasEnded() {
    log.submit("a");
    log.submit("b");
    log.overloaded("a");
    log.submit("c");
    log.submit("d");

    List<String> effects = log.overloaded("b");

    assertThat(effects).containsExactly("submit c: yes on []", "submit d: yes on [c]");
  }

  @Test
  void goesBackToTheStateBeforeAnEventThatWasNotTaken() {
    log.submit("a");
    log.submit("b");
    log.accepted("a", 1);

    log.timedOut("b");

    assertThat(log.submit("c")).containsExactly("submit c: yes on [a]");
  }

  @Test
  void breaksTheChainWhereAnEventItPredictedToBeAcceptedWasAcceptedBefore() {
    log.submit("a");
    log.submit("b");

    log.acceptedBefore("a", 1);

    assertThat(log.submit("c")).isEmpty();
    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void goesOnWhereAnEventItPredictedToBeRejectedStoresNothing() {
    log.submit("no");
    log.submit("a");

    log.rejectedBefore("no");

    assertThat(log.submit("b")).containsExactly("submit b: yes on [a]");
  }

  @Test
  void breaksTheChainWhereTheLogIsSealed() {
    log.submit("a");

    log.ended(new Result.Sealed<>(FoldedLogUnderTest.event("a"), 7));

    assertThat(log.state()).isEmpty();
    assertThat(log.folded().isIdle()).isTrue();
  }

  @Test
  void forgetsAnEventWhoseFateIsUnknown() {
    log.submit("a");
    log.submit("b");
    log.submit("c");
    log.accepted("a", 1);

    log.unknown("b");

    assertThat(log.state()).containsExactly("a");
    assertThat(log.folded().settled()).isEqualTo(log.folded().known());
    assertThat(log.submit("d")).isEmpty();
    assertThat(log.unavailable("c")).containsExactly("submit d: yes on [a]");
  }

  @Test
  void followsWhatBecomesDurableAfterItForgotTheRest() {
    log.submit("a");
    log.submit("b");
    log.unknown("b");

    log.accepted("a", 1);

    assertThat(log.submit("c")).containsExactly("submit c: yes on [a]");
  }

  @Test
  void forgetsEverythingNotDurableWhenTheLogIsUnavailable() {
    log.submit("a");
    log.submit("no");

    log.unavailable("no");

    assertThat(log.state()).isEmpty();
  }

  @Test
  void forgetsAnEventThatNobodyWaitsForAnyMore() {
    log.submit("a");

    log.givenUp("a");

    assertThat(log.state()).isEmpty();
    assertThat(log.folded().isIdle()).isTrue();
    assertThat(log.accepted("a", 1)).isEmpty();
    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void neverSendsAParkedEventThatWasGivenUpOrHasItsResult() {
    log.submit("a");
    log.submit("b");
    log.overloaded("a");
    log.submit("c");
    log.submit("d");
    log.submit("e");
    log.givenUp("c");
    log.acceptedBefore("d", 4);

    List<String> effects = log.overloaded("b");

    assertThat(effects).containsExactly("submit e: yes on []");
  }

  @Test
  void leavesAnEventThatIsSubmittedAgainToTheLog() {
    log.submit("a");

    List<String> effects = log.submit("a");

    assertThat(effects).containsExactly("submit a to be asked after 1");
    log.accepted("a", 1);
    assertThat(log.folded().isIdle()).isFalse();
    log.acceptedBefore("a", 1);
    assertThat(log.folded().isIdle()).isTrue();
  }

  @Test
  void givesUpAllSubmissionsOfAnEvent() {
    log.submit("a");
    log.submit("a");

    log.givenUp("a");

    assertThat(log.folded().isIdle()).isTrue();
  }

  @Test
  void rejectsAnEventWhoseDecisionThrows() {
    assertThat(log.submit("throws")).containsExactly("submit throws: failed, throws");
    assertThat(log.submit("a")).containsExactly("submit a: yes on []");
  }

  @Test
  void rejectsAnEventThatCanNotBeFolded() {
    assertThat(log.submit("a", "poison")).containsExactly("submit a+poison: failed, poison");
    assertThat(log.state()).isEmpty();
  }

  @Test
  void rejectsEventsWhileThereIsNoInitialState() {
    log.breakInitialState();

    List<String> effects = log.submit("a");

    assertThat(effects).containsExactly("submit a: failed, no initial state");
    assertThat(log.requested(1, "a", List.of("x"), 0, 1))
        .containsExactly("respond 1: failed, no initial state");
  }

  @Test
  void weighsItsStatesOnceIfTheyAreTheSame() {
    long weightOfNothing = log.folded().weightBytes();
    log.submit("a");
    log.submit("b");
    log.accepted("a", 1);

    long weightOfTwo = log.folded().weightBytes();
    log.accepted("b", 2);

    assertThat(weightOfNothing).isZero();
    assertThat(weightOfTwo).isEqualTo(10 + 20);
    assertThat(log.folded().weightBytes()).isEqualTo(20);
  }
}
