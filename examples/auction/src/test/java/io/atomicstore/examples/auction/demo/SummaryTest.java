package io.atomicstore.examples.auction.demo;

import static io.atomicstore.examples.auction.demo.Bids.LOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.examples.auction.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Tally.Counts COUNTS =
      new Tally.Counts(9, 6, Map.of("BELOW_MINIMUM", 3L), 0, 2, 1.2344, 5.5);

  @Test
  void writesOneJsonObject() {
    Summary summary = summary(3L, findings(0, 0, 0));

    String json = summary.toJson();

    assertThat(json)
        .isEqualTo(
            "{\"lots\":1,\"bids\":9,\"accepted\":6,\"rejected\":3,"
                + "\"rejectedByReason\":{\"BELOW_MINIMUM\":3},\"closingPriceMatches\":3,"
                + "\"lost\":0,\"duplicated\":0,\"bidsPerSecond\":3,"
                + "\"p50Millis\":1.234,\"p99Millis\":5.5,"
                + "\"repeated\":2,\"unknown\":0,\"storedThoughRejected\":0,"
                + "\"interrupted\":false}");
  }

  @Test
  void leavesClosingPricesOpenInALiveAuction() {
    Summary summary = summary(null, findings(0, 0, 0));

    String json = summary.toJson();

    assertThat(json).contains("\"closingPriceMatches\":null");
  }

  @Test
  void tellsPeopleCountsWinnersAndTheProof() {
    Audit.Findings findings = findings(0, 0, 0);

    String text = text(summary(3L, findings), findings);

    assertThat(text)
        .contains("9 bids on 1 lots")
        .containsPattern("accepted +6\\R")
        .containsPattern("of them in the store before +2\\R")
        .containsPattern("below minimum +3\\R")
        .containsPattern("lots that closed at their real price +3\\R")
        .containsPattern("lot +\\$1,020\\.50 +anna +6\\R")
        .contains("Read back: each of the 6 accepted bids is there once, at its sequence number");
  }

  @Test
  void tellsPeopleThatTheRunWasInterrupted() {
    Audit.Findings findings = findings(0, 0, 0);
    Summary summary = Summary.of(COUNTS, List.of(findings), null, Duration.ofSeconds(3), true);

    String text = text(summary, findings);

    assertThat(text).contains("9 bids on 1 lots, until interrupted");
  }

  @Test
  void isNotProvenWhenABidIsLost() {
    assertNotProven(findings(1, 0, 0), "1 bids lost");
  }

  @Test
  void isNotProvenWhenABidIsThereTwice() {
    assertNotProven(findings(0, 1, 0), "1 duplicated");
  }

  @Test
  void isNotProvenWhenARejectedBidIsThere() {
    assertNotProven(findings(0, 0, 1), "1 stored though rejected");
  }

  @Test
  void isNotProvenWhenTheFateOfABidIsUnknown() {
    Tally.Counts counts = new Tally.Counts(1, 0, Map.of(), 1, 0, 1, 1);

    Summary summary = Summary.of(counts, List.of(), null, Duration.ofSeconds(1), false);

    assertThat(summary.isProven()).isFalse();
    assertThat(text(summary))
        .contains("and no rejected one is.")
        .contains("Of 1 bids nobody was told whether they are stored.");
  }

  private static void assertNotProven(Audit.Findings findings, String expected) {
    Summary summary = summary(null, findings);

    String text = text(summary, findings);

    assertThat(summary.isProven()).isFalse();
    assertThat(text).contains("the store is NOT as answered").contains(expected);
  }

  private static String text(Summary summary, Audit.Findings... findings) {
    return SummaryText.of(new DemoRun.Outcome(summary, List.of(findings), "Read back"));
  }

  private static Summary summary(@Nullable Long closingPriceMatches, Audit.Findings findings) {
    return Summary.of(COUNTS, List.of(findings), closingPriceMatches, Duration.ofSeconds(3), false);
  }

  private static Audit.Findings findings(long lost, long duplicated, long storedThoughRejected) {
    Standing standing = new Standing(1_020_50, "anna", 1_100_00);
    return new Audit.Findings(LOT, standing, 6, lost, duplicated, storedThoughRejected);
  }
}
