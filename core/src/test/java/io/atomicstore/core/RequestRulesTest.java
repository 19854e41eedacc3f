package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An originator that judges is asked, because the log is not what it predicted. */
class RequestRulesTest {

  private final FoldedLogUnderTest log = FoldedLogUnderTest.judging();

  @Test
  void decidesOnTheEventsItIsShown() {
    log.submit("a");

    List<String> effects = log.requested(1, "a", List.of("x", "y"), 0, 2);

    assertThat(effects).containsExactly("respond 1: yes on [x, y]");
    assertThat(log.state()).containsExactly("x", "y", "a");
  }

  @Test
  void addsTheEventsOfOthersToItsOwn() {
    log.submit("a");
    log.submit("b");
    log.submit("c");

    List<String> effects = log.requested(1, "c", List.of("a", "b", "x"), 2, 3);

    assertThat(effects).containsExactly("respond 1: yes on [a, b, x]");
  }

  @Test
  void parksWhatComesAfterARequestUntilAllThatWasSentHasEnded() {
    log.submit("a");
    log.submit("b");
    log.requested(1, "a", List.of("x"), 0, 1);
    List<String> effectsOfSubmitting = log.submit("c");
    log.accepted("a", 2);

    log.requested(2, "b", List.of("x", "a"), 1, 2);
    List<String> effects = log.accepted("b", 3);

    assertThat(effectsOfSubmitting).isEmpty();
    assertThat(effects).containsExactly("submit c: yes on [x, a, b]");
    assertThat(log.folded().settled().sequenceNr()).isEqualTo(3);
  }

  @Test
  void settlesWhatWasAcceptedOnRequest() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    log.accepted("a", 2);

    assertThat(log.folded().settled()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("x", "a")));
  }

  @Test
  void settlesWhatARejectionWasDecidedOn() {
    log.submit("no");
    log.requested(1, "no", List.of("x"), 0, 1);

    log.rejected("no");

    assertThat(log.folded().settled()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("x")));
  }

  @Test
  void settlesNothingByARejectionThatRepeatsAnEarlierOne() {
    log.submit("no");
    log.requested(1, "no", List.of("x"), 0, 1);

    log.rejectedBefore("no");

    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void settlesNothingByAResultThatMayBeOfAnEarlierSubmission() {
    log.submit("no");
    log.timedOut("no");
    log.submit("no");
    log.requested(1, "no", List.of("x"), 0, 1);

    log.rejected("no");

    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void settlesNothingWhenTwoLogsAskedAboutTheSameEvent() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.requested(2, "a", List.of("y"), 0, 1);

    log.accepted("a", 2);

    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void takesBackAnEventThatItAcceptedTooLate() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    log.timedOut("a");

    assertThat(log.state()).containsExactly("x");
    assertThat(log.submit("b")).containsExactly("submit b: yes on [x]");
  }

  @Test
  void judgesAnEventItDoesNotKnow() {
    List<String> effects = log.requested(1, "a", List.of("x"), 0, 1);

    assertThat(effects).containsExactly("respond 1: yes on [x]");
    assertThat(log.folded().isIdle()).isTrue();
    assertThat(log.submit("b"))
        .as("nobody tells what became of a")
        .containsExactly("submit b: yes on [x]");
  }

  @Test
  void goesOnAsPredictedWhenAskedAboutAnEventThatIsNotOpen() {
    log.submit("a");

    log.requested(1, "x", List.of(), 0, 0);

    assertThat(log.submit("b")).containsExactly("submit b: yes on [a]");
  }

  @Test
  void answersARequestThatComesAgainAsBefore() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    List<String> effects = log.requested(1, "a", List.of("x"), 0, 0);

    assertThat(effects).containsExactly("respond 1: yes on [x]");
  }

  @Test
  void answersEachOfTwoRequestsAboutAnEventOnItsOwnPast() {
    log.submit("a");
    log.requested(1, "a", List.of("x", "y"), 0, 1);
    List<String> second = log.requested(2, "a", List.of("x"), 0, 1);
    List<String> first = log.pageArrived(1, List.of("x", "y"), 1, 2);

    List<String> secondAgain = log.requested(2, "a", List.of("x"), 0, 1);

    assertThat(first).containsExactly("respond 1: yes on [x, y]");
    assertThat(second).containsExactly("respond 2: yes on [x]");
    assertThat(secondAgain).isEqualTo(second);
  }

  @Test
  void takesARequestThatComesAgainForAPage() {
    log.submit("a");
    log.requested(1, "a", List.of("x", "y"), 0, 1);

    assertThat(log.requested(1, "a", List.of("x", "y"), 0, 1)).isEmpty();
    assertThat(log.requested(1, "a", List.of("x", "y"), 0, 2))
        .containsExactly("respond 1: yes on [x, y]");
  }

  @Test
  void rejectsWhatItCanNotDecideAndKeepsTheStateBeforeTheEventThatDoesNotFold() {
    log.submit("a");

    List<String> effects = log.requested(1, "a", List.of("x", "poison", "y"), 0, 3);

    assertThat(effects).containsExactly("respond 1: failed, poison");
    assertThat(log.state()).containsExactly("x");
    log.rejected("a");
    assertThat(log.folded().settled()).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void rejectsWhatThrowsOnRequest() {
    log.submit("throws");

    assertThat(log.requested(1, "throws", List.of("x"), 0, 1))
        .containsExactly("respond 1: failed, throws");
    assertThat(log.state()).containsExactly("x");
  }

  @Test
  void keepsFewValidationsOfLogsThatAreNoMore() {
    for (int token = 1; token <= 9; token++) {
      log.requested(token, "event " + token, List.of("x", "y"), 0, 1);
    }

    assertThat(log.pageOverdue(1)).isEmpty();
    assertThat(log.pageOverdue(2)).containsExactly("fetch 2 after 1");
  }
}
