package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Rule 4 of a past that is sent in pages: the deadline counts from the last page, and only from
 * pages that are new.
 */
class PageDeadlineRulesTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration JUST_BEFORE = LogUnderTest.VALIDATION_TIMEOUT.minus(NANO);

  private final LogUnderTest log = LogUnderTest.open();

  PageDeadlineRulesTest() {
    log.store("a", "b", "c");
    log.holdRequestsBack();
    log.submit("bid", "anna");
  }

  private long deadline() {
    return log.effects().deadlines().getOrDefault(log.tokenOf("bid"), 0L);
  }

  private long fromNow() {
    return log.nowNanos() + LogUnderTest.VALIDATION_TIMEOUT.toNanos();
  }

  @Test
  void everyNewPageBeginsTheDeadlineAnew() {
    for (int upTo = 1; upTo <= 3; upTo++) {
      log.requestSent("bid", upTo);

      assertThat(deadline()).isEqualTo(fromNow());
      log.clockMoves(JUST_BEFORE);
    }

    log.yes("bid");
    assertThat(log.effects().writes()).hasSize(4);
  }

  @Test
  void whoDoesNotFetchTheNextPageIsNoticed() {
    log.requestSent("bid", 1);

    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    assertThat(log.resultOf("bid")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void aPageThatIsSentAgainPostponesNothing() {
    log.requestSent("bid", 2);
    long deadline = deadline();

    log.clockMoves(NANO);
    log.requestSent("bid", 2);
    log.requestSent("bid", 1);
    log.requestSent("bid", 0);

    assertThat(deadline()).isEqualTo(deadline);
    log.advance(JUST_BEFORE);
    assertThat(log.resultOf("bid")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void anOldPageDoesNotMakeALaterOneNewAgain() {
    log.requestSent("bid", 2);
    log.requestSent("bid", 1);
    long deadline = deadline();

    log.clockMoves(NANO);
    log.requestSent("bid", 2);

    assertThat(deadline()).isEqualTo(deadline);
  }

  @Test
  void thereAreNoPagesBeyondThePast() {
    log.requestSent("bid");
    ValidationToken token = log.tokenOf("bid");
    long deadline = deadline();

    log.clockMoves(NANO);

    assertThat(log.rules().validationRequestSent(token, 99, log.nowNanos())).isEmpty();
    assertThat(deadline()).isEqualTo(deadline);
  }

  @Test
  void aPageThatIsSentAfterTheDeadlineRevivesNothing() {
    log.requestSent("bid", 1);

    log.clockMoves(LogUnderTest.VALIDATION_TIMEOUT);
    log.requestSent("bid", 2);
    log.yes("bid");

    assertThat(log.resultOf("bid")).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void aPageOfAnotherValidationPostponesNothing() {
    log.requestSent("bid", 1);
    long deadline = deadline();

    log.clockMoves(NANO);

    assertThat(log.rules().validationRequestSent(new ValidationToken(1, 2), 3, log.nowNanos()))
        .isEmpty();
    assertThat(deadline()).isEqualTo(deadline);
  }

  @Test
  void theNextValidationHasPagesOfItsOwn() {
    log.requestSent("bid", 3);
    log.no("bid", "no");
    log.submit("next", "boris");
    log.clockMoves(NANO);
    log.requestSent("next", 1);

    log.clockMoves(JUST_BEFORE);
    log.requestSent("next", 2);
    log.clockMoves(JUST_BEFORE);
    log.yes("next");

    assertThat(log.effects().writes()).hasSize(4);
  }
}
