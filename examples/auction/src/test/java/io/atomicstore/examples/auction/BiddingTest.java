package io.atomicstore.examples.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import org.junit.jupiter.api.Test;

class BiddingTest {

  private static final Lot LOT = new Lot("lot", 10_00);
  private static final Bid ANNA_20 = new Bid("lot", "anna", 20_00);
  private static final Bid BEN_30 = new Bid("lot", "ben", 30_00);

  private final Bidding bidding = new Bidding();

  @Test
  void startsALotAtItsOpeningPrice() {
    bidding.putUp(LOT);

    assertThat(bidding.initial(LOT.scopeId())).isEqualTo(Standing.opening(LOT));
  }

  @Test
  void acceptsABidByTheRuleAndPassesOnTheNewPrice() {
    bidding.putUp(LOT);
    Standing standing = bidding.apply(bidding.initial(LOT.scopeId()), ANNA_20);

    Decision<Refusal, Long> decision = bidding.decide(standing, BEN_30);

    assertThat(decision).isEqualTo(Decision.accept().withMeta(20_50L));
    assertThat(bidding.apply(standing, BEN_30)).isEqualTo(new Standing(20_50, "ben", 30_00));
  }

  @Test
  void rejectsABidByTheRuleAndPassesOnThePrice() {
    bidding.putUp(LOT);
    Standing standing = bidding.apply(bidding.initial(LOT.scopeId()), ANNA_20);

    Decision<Refusal, Long> decision = bidding.decide(standing, ANNA_20);

    assertThat(decision).isEqualTo(Decision.reject(Refusal.NOT_ABOVE_OWN_MAXIMUM).withMeta(10_00L));
  }

  @Test
  void knowsNoLotThatWasNotPutUp() {
    assertThatThrownBy(() -> bidding.initial(new ScopeId("unheard of")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'unheard of'");
  }

  @Test
  void takesALotWithOneOpeningPriceOnly() {
    bidding.putUp(LOT);
    bidding.putUp(new Lot("lot", 10_00));

    assertThatThrownBy(() -> bidding.putUp(new Lot("lot", 11_00)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11");
  }
}
