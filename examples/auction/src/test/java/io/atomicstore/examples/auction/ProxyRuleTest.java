package io.atomicstore.examples.auction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRuleTest {

  private static final Lot LOT = new Lot("lot", 10_00);

  private Standing standing = Standing.opening(LOT);

  @Test
  void takesAFirstBidOfTheOpeningPrice() {
    Standing before = standing;

    Refusal refusal = ProxyRule.refusal(before, bid("anna", 10_00));

    assertThat(refusal).isNull();
  }

  @Test
  void refusesAFirstBidBelowTheOpeningPrice() {
    Standing before = standing;

    Refusal refusal = ProxyRule.refusal(before, bid("anna", 9_99));

    assertThat(refusal).isEqualTo(Refusal.BELOW_MINIMUM);
  }

  @Test
  void keepsTheOpeningPriceAfterTheFirstBid() {
    Bid first = bid("anna", 50_00);

    place(first);

    assertThat(standing).isEqualTo(new Standing(10_00, "anna", 50_00));
  }

  @Test
  void refusesABidLessThanAnIncrementAboveThePrice() {
    place(bid("anna", 50_00));

    Refusal refusal = ProxyRule.refusal(standing, bid("ben", 10_49));

    assertThat(refusal).isEqualTo(Refusal.BELOW_MINIMUM);
  }

  @Test
  void letsAHigherBidTakeTheLeadAnIncrementAboveTheFormerMaximum() {
    place(bid("anna", 50_00));

    place(bid("ben", 70_00));

    assertThat(standing).isEqualTo(new Standing(51_00, "ben", 70_00));
  }

  @Test
  void asksNoMoreThanTheNewLeadersOwnBid() {
    place(bid("anna", 50_00));

    place(bid("ben", 50_01));

    assertThat(standing).isEqualTo(new Standing(50_01, "ben", 50_01));
  }

  @Test
  void defendsTheLeaderAnIncrementAboveALowerBid() {
    place(bid("anna", 50_00));

    place(bid("ben", 20_00));

    assertThat(standing).isEqualTo(new Standing(20_50, "anna", 50_00));
  }

  @Test
  void defendsTheLeaderNoFurtherThanTheirMaximum() {
    place(bid("anna", 50_00));

    place(bid("ben", 49_90));

    assertThat(standing).isEqualTo(new Standing(50_00, "anna", 50_00));
  }

  @Test
  void keepsTheEarlierOfTwoEqualBidsInTheLead() {
    place(bid("anna", 50_00));

    place(bid("ben", 50_00));

    assertThat(standing).isEqualTo(new Standing(50_00, "anna", 50_00));
  }

  @Test
  void letsTheLeaderRaiseTheirMaximumWithoutRaisingThePrice() {
    place(bid("anna", 50_00));

    place(bid("anna", 50_01));

    assertThat(standing).isEqualTo(new Standing(10_00, "anna", 50_01));
  }

  @Test
  void refusesALeadersBidThatIsNotAboveTheirMaximum() {
    place(bid("anna", 50_00));

    Refusal refusal = ProxyRule.refusal(standing, bid("anna", 50_00));

    assertThat(refusal).isEqualTo(Refusal.NOT_ABOVE_OWN_MAXIMUM);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5", "99, 5",
    "100, 25", "499, 25",
    "500, 50", "2499, 50",
    "2500, 100", "9999, 100",
    "10000, 250", "24999, 250",
    "25000, 500", "49999, 500",
    "50000, 1000", "99999, 1000",
    "100000, 2500", "249999, 2500",
    "250000, 5000", "499999, 5000",
    "500000, 10000", "100000000, 10000"
  })
  void growsTheIncrementWithThePrice(long priceCents, long expectedCents) {
    long increment = ProxyRule.incrementCents(priceCents);

    assertThat(increment).isEqualTo(expectedCents);
  }

  private void place(Bid bid) {
    assertThat(ProxyRule.refusal(standing, bid)).isNull();
    standing = ProxyRule.after(standing, bid);
  }

  private static Bid bid(String bidder, long cents) {
    return new Bid(LOT.id(), bidder, cents);
  }
}
