package io.atomicstore.examples.auction.demo;

import static io.atomicstore.examples.auction.demo.Bids.LOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomicstore.core.Result;
import io.atomicstore.examples.auction.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final long MILLI = 1_000_000;

  private final Tally tally = new Tally();

  @Test
  void countsAcceptedAndRejectedBidsByReason() {
    tally.add(LOT, Bids.accepted(1, 1), MILLI);
    tally.add(LOT, Bids.repeated(2, 2), MILLI);
    tally.add(LOT, Bids.rejected(3, Refusal.BELOW_MINIMUM), MILLI);
    tally.add(LOT, Bids.rejected(4, Refusal.BELOW_MINIMUM), MILLI);
    tally.add(LOT, Bids.rejected(5, Refusal.NOT_ABOVE_OWN_MAXIMUM), MILLI);

    Tally.Counts counts = tally.counts();

    assertThat(counts.bids()).isEqualTo(5);
    assertThat(counts.accepted()).isEqualTo(2);
    assertThat(counts.repeated()).isEqualTo(1);
    assertThat(counts.rejected()).isEqualTo(3);
    assertThat(counts.rejectedByReason())
        .isEqualTo(Map.of("BELOW_MINIMUM", 2L, "NOT_ABOVE_OWN_MAXIMUM", 1L));
  }

  @Test
  void countsATimeOutUnderTheReasonOfTheApplication() {
    tally.add(
        LOT,
        new Result.TimedOut<>(Bids.prospective(1), Refusal.VALIDATION_TIMED_OUT, Duration.ZERO),
        MILLI);

    Tally.Counts counts = tally.counts();

    assertThat(counts.rejectedByReason()).isEqualTo(Map.of("VALIDATION_TIMED_OUT", 1L));
  }

  @Test
  void countsWhatNobodyJudgedUnderTheKindOfItsResult() {
    tally.add(LOT, new Result.Overloaded<>(Bids.prospective(1), 10_000, 1), MILLI);

    Tally.Counts counts = tally.counts();

    assertThat(counts.rejectedByReason()).isEqualTo(Map.of("OVERLOADED", 1L));
  }

  @Test
  void keepsUnknownApartFromRejected() {
    tally.add(LOT, new Result.Unknown<>(Bids.prospective(1), "disk full"), MILLI);

    Tally.Counts counts = tally.counts();

    assertThat(counts.unknown()).isEqualTo(1);
    assertThat(counts.rejected()).isZero();
    assertThat(answers().isNotStored(Bids.eventId(1))).isFalse();
  }

  @Test
  void remembersWhatBiddersWereTold() {
    tally.add(LOT, Bids.accepted(1, 17), MILLI);
    tally.add(LOT, Bids.rejected(2, Refusal.BELOW_MINIMUM), MILLI);

    Answers answers = answers();

    assertThat(answers.accepted())
        .isEqualTo(Map.of(Bids.eventId(1), new Answers.Acknowledgement(Bids.bid(1), 17)));
    assertThat(answers.isNotStored(Bids.eventId(2))).isTrue();
    assertThat(answers.highestCents()).isEqualTo(Bids.bid(1).cents());
  }

  @Test
  void tellsMedianAndNinetyNinthPercentileInMilliseconds() {
    for (int nr = 1; nr <= 100; nr++) {
      tally.add(LOT, Bids.accepted(nr, nr), nr * MILLI);
    }

    Tally.Counts counts = tally.counts();

    assertThat(counts.p50Millis()).isCloseTo(50, within(0.1));
    assertThat(counts.p99Millis()).isCloseTo(99, within(0.1));
  }

  private Answers answers() {
    return Objects.requireNonNull(tally.answersByLot().get(LOT));
  }
}
