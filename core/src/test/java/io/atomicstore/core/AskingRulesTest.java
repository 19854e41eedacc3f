package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An originator that asks leaves every decision to its surroundings. */
class AskingRulesTest {

  private final FoldedLogUnderTest log = FoldedLogUnderTest.asking();

  @Test
  void submitsEveryEventToBeAskedAboutAfterWhatItKnows() {
    List<String> first = log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.decidedYes(1);

    List<String> second = log.submit("b");

    assertThat(first).containsExactly("submit a to be asked after 0");
    assertThat(second).containsExactly("submit b to be asked after 2");
  }

  @Test
  void handsOutTheStateOnceAllPagesAreThere() {
    log.submit("a");

    List<String> first = log.requested(1, "a", List.of("x", "y"), 0, 1);
    List<String> second = log.pageArrived(1, List.of("x", "y"), 1, 2);

    assertThat(first).containsExactly("fetch 1 after 1");
    assertThat(second).containsExactly("decide 1 a[x, y]");
  }

  @Test
  void respondsWhatWasDecided() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    List<String> effects = log.decidedYes(1);

    assertThat(effects).containsExactly("respond 1: yes");
    assertThat(log.state()).containsExactly("x", "a");
    log.accepted("a", 2);
    assertThat(log.folded().settled().sequenceNr()).isEqualTo(2);
  }

  @Test
  void staysWhereItIsAfterARejection() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    List<String> effects = log.decidedNo(1);

    assertThat(effects).containsExactly("respond 1: no");
    assertThat(log.state()).containsExactly("x");
    log.rejected("a");
    assertThat(log.folded().settled().sequenceNr()).isEqualTo(1);
  }

  @Test
  void respondsOnceToADecision() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.decidedYes(1);

    assertThat(log.decidedNo(1)).isEmpty();
    assertThat(log.requested(1, "a", List.of("x"), 0, 1)).containsExactly("respond 1: yes");
  }

  @Test
  void asksForADecisionOnceHoweverOftenTheRequestComes() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);

    assertThat(log.requested(1, "a", List.of("x"), 0, 1)).isEmpty();
    assertThat(log.pageArrived(1, List.of("x"), 0, 1)).isEmpty();
    assertThat(log.pageOverdue(1)).isEmpty();
  }

  @Test
  void dropsADecisionThatComesAfterTheSubmissionHasEnded() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.timedOut("a");

    List<String> effects = log.decidedYes(1);

    assertThat(effects).isEmpty();
    assertThat(log.state()).containsExactly("x");
  }

  @Test
  void dropsADecisionThatComesBeforeThePages() {
    log.submit("a");
    log.requested(1, "a", List.of("x", "y"), 0, 1);

    assertThat(log.decidedYes(1)).isEmpty();
    assertThat(log.decidedYes(2)).isEmpty();
  }

  @Test
  void parksNothing() {
    log.submit("a");
    log.submit("b");
    log.timedOut("a");

    assertThat(log.submit("c")).containsExactly("submit c to be asked after 0");
  }

  @Test
  void judgesTheNextEventOnTheOneBefore() {
    log.submit("a");
    log.submit("b");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.decidedYes(1);

    List<String> effects = log.requested(2, "b", List.of("x", "a"), 0, 1);

    assertThat(effects).containsExactly("decide 2 b[x, a]");
  }

  @Test
  void takesBackAnEventWhoseAcceptanceCameTooLate() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.decidedYes(1);

    log.timedOut("a");

    assertThat(log.state()).containsExactly("x");
  }

  @Test
  void forgetsWhatIsNotDurableWhenAFateIsUnknown() {
    log.submit("a");
    log.requested(1, "a", List.of("x"), 0, 1);
    log.decidedYes(1);

    log.unknown("a");

    assertThat(log.state()).isEmpty();
  }

  @Test
  void handsOutAnEventThatIsNotOpen() {
    List<String> effects = log.requested(1, "a", List.of("x"), 0, 1);

    assertThat(effects).containsExactly("decide 1 a[x]");
    assertThat(log.decidedYes(1)).containsExactly("respond 1: yes");
    assertThat(log.folded().isIdle()).isTrue();
  }

  @Test
  void rejectsAnEventThatCanNotBeFoldedWhateverWasDecided() {
    log.submit("poison");
    log.requested(1, "poison", List.of("x"), 0, 1);

    List<String> effects = log.decidedYes(1);

    assertThat(effects).containsExactly("respond 1: failed, poison");
    assertThat(log.state()).containsExactly("x");
  }

  @Test
  void rejectsAnEventWhilePastEventsCanNotBeFolded() {
    log.submit("a");

    assertThat(log.requested(1, "a", List.of("x", "poison"), 0, 2))
        .containsExactly("respond 1: failed, poison");
  }

  @Test
  void rejectsEventsWhileThereIsNoInitialState() {
    log.breakInitialState();
    log.submit("a");

    assertThat(log.requested(1, "a", List.of(), 0, 0))
        .containsExactly("respond 1: failed, no initial state");
  }
}
