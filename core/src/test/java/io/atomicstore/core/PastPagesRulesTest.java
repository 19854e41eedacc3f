package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The past comes in pages, which show on which of its states an originator can go on. */
class PastPagesRulesTest {

  private final FoldedLogUnderTest log = FoldedLogUnderTest.judging();

  @Test
  void asksForThePagesThatAreMissing() {
    log.submit("a");

    List<String> first = log.requested(1, "a", List.of("x", "y", "z"), 0, 1);
    List<String> second = log.pageArrived(1, List.of("x", "y", "z"), 1, 2);
    List<String> third = log.pageArrived(1, List.of("x", "y", "z"), 2, 3);

    assertThat(first).containsExactly("fetch 1 after 1");
    assertThat(second).containsExactly("fetch 1 after 2");
    assertThat(third).containsExactly("respond 1: yes on [x, y, z]");
  }

  @Test
  void asksForThePagesBeforeItsLostState() {
    settle("s");
    log.submit("a");
    log.submit("b");
    log.submit("c");

    List<String> first = log.requested(1, "c", List.of("s", "x", "y", "z"), 3, 4);
    List<String> second = log.pageArrived(1, List.of("s", "x", "y", "z"), 1, 4);

    assertThat(first).containsExactly("fetch 1 after 1");
    assertThat(second).containsExactly("respond 1: yes on [s, x, y, z]");
  }

  @Test
  void asksForTheFirstPageIfNotEvenItsSettledStateIsOfThisLog() {
    settle("s");

    List<String> first = log.requested(1, "a", List.of("x", "y"), 1, 2);
    List<String> second = log.pageArrived(1, List.of("x", "y"), 0, 2);

    assertThat(first).containsExactly("fetch 1 after 0");
    assertThat(second).containsExactly("respond 1: yes on [x, y]");
    assertThat(log.folded().settled()).isEqualTo(FoldedLogUnderTest.prefixOf(List.of("s")));
  }

  @Test
  void needsNoPageIfItKnowsAllOfThePast() {
    log.submit("a");
    log.submit("b");
    log.requested(1, "a", List.of("x"), 0, 1);

    List<String> effects = log.requested(2, "b", List.of("x", "a"), 0, 0);

    assertThat(effects).containsExactly("respond 2: yes on [x, a]");
  }

  @Test
  void skipsThePagesUpToItsNewestState() {
    log.submit("a");
    log.submit("b");
    log.requested(1, "a", List.of("x", "y", "z"), 0, 3);

    List<String> first = log.requested(2, "b", List.of("x", "y", "z", "a", "w"), 0, 1);
    List<String> second = log.pageArrived(2, List.of("x", "y", "z", "a", "w"), 4, 5);

    assertThat(first).containsExactly("fetch 2 after 4");
    assertThat(second).containsExactly("respond 2: yes on [x, y, z, a, w]");
  }

  @Test
  void goesOnFromThePageItHasIfItsNewestStateIsLost() {
    log.submit("a");
    log.submit("b");
    log.requested(1, "a", List.of("x", "y", "z"), 0, 3);

    log.requested(2, "b", List.of("x", "t", "u", "v", "w"), 0, 1);
    List<String> effects = log.pageArrived(2, List.of("x", "t", "u", "v", "w"), 4, 5);

    assertThat(effects).containsExactly("fetch 2 after 1");
  }

  @Test
  void fetchesAgainWhatIsOverdue() {
    log.submit("a");
    log.requested(1, "a", List.of("x", "y"), 0, 1);

    List<String> effects = log.pageOverdue(1);

    assertThat(effects).containsExactly("fetch 1 after 1");
    log.pageArrived(1, List.of("x", "y"), 1, 2);
    assertThat(log.pageOverdue(1)).isEmpty();
    assertThat(log.pageOverdue(2)).isEmpty();
  }

  @Test
  void ignoresPagesThatComeTwiceOrTooEarlyOrTooLateOrFromElsewhere() {
    List<String> past = List.of("x", "y", "z");
    log.submit("a");
    log.requested(1, "a", past, 0, 1);

    assertThat(log.pageArrived(1, past, 0, 1)).isEmpty();
    assertThat(log.pageArrived(1, past, 2, 3)).isEmpty();
    assertThat(log.pageArrived(1, List.of("o", "t", "h"), 1, 3)).isEmpty();
    assertThat(log.pageArrived(2, past, 1, 3)).isEmpty();
    assertThat(log.pageArrived(1, past, 1, 3)).containsExactly("respond 1: yes on [x, y, z]");
    assertThat(log.pageArrived(1, past, 1, 3)).isEmpty();
  }

  @Test
  void keepsWhatItHasFoldedWhenTheValidationTimesOut() {
    log.submit("a");
    log.requested(1, "a", List.of("x", "y", "z"), 0, 2);

    log.timedOut("a");

    assertThat(log.state()).containsExactly("x", "y");
    assertThat(log.pageArrived(1, List.of("x", "y", "z"), 2, 3)).isEmpty();
    log.submit("b");
    assertThat(log.requested(2, "b", List.of("x", "y", "z"), 2, 3))
        .containsExactly("respond 2: yes on [x, y, z]");
  }

  @Test
  void startsOverOnceIfThePagesDoNotAddUpAndThenFails() {
    List<String> promised = List.of("x", "y");
    log.submit("a");

    List<String> first = log.requestedOfOther(1, "a", promised, List.of("x", "z"), 0, 2);
    List<String> second = log.pageArrived(1, List.of("x", "z"), 0, 2);

    assertThat(first).containsExactly("fetch 1 after 0");
    assertThat(second)
        .singleElement()
        .asString()
        .startsWith("respond 1: failed, the past events shown under token");
  }

  @Test
  void fetchesTheFirstPageOnceMoreIfItDoesNotAddUp() {
    settle("s");
    log.requested(1, "a", List.of("x", "y"), 1, 2);

    List<String> effects = log.pageArrived(1, List.of("x", "z"), 0, 2);

    assertThat(effects).containsExactly("fetch 1 after 0");
    assertThat(log.pageArrived(1, List.of("x", "y"), 0, 2))
        .containsExactly("respond 1: yes on [x, y]");
  }

  @Test
  void decidesOnNothingBehindThePast() {
    log.submit("a");

    List<String> effects = log.requestedOfOther(1, "a", List.of("x"), List.of("x", "y"), 0, 2);

    assertThat(effects).containsExactly("respond 1: yes on [x]");
  }

  @Test
  void trustsItsSettledStateInALogWithoutHashes() {
    settle("s");
    log.submit("a");

    List<String> effects = log.requestedWithoutHashes(1, "a", List.of("s", "x"), 1, 2);

    assertThat(effects).containsExactly("respond 1: yes on [s, x]");
  }

  @Test
  void distrustsAnyOtherStateInALogWithoutHashes() {
    settle("s");
    log.submit("a");
    log.submit("b");
    List<String> past = List.of("s", "x", "y");

    List<String> first = log.requestedWithoutHashes(1, "b", past, 2, 3);
    List<String> second = log.pageArrivedWithoutHash(1, past, 1, 3);

    assertThat(first).containsExactly("fetch 1 after 1");
    assertThat(second).containsExactly("respond 1: yes on [s, x, y]");
  }

  @Test
  void predictsNothingInALogWithoutHashes() {
    log.submit("a");
    log.requestedWithoutHashes(1, "a", List.of("x"), 0, 1);
    log.accepted("a", 2);

    assertThat(log.submit("b")).containsExactly("submit b: yes on [x, a]");
    assertThat(log.submit("c")).containsExactly("submit c to be asked after 2");
  }

  private void settle(String event) {
    log.submit(event);
    log.accepted(event, 1);
  }
}
