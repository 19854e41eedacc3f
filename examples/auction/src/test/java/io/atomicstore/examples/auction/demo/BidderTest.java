package io.atomicstore.examples.auction.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BidderTest {

  private static final Lot LOT = new Lot("lot", 10_00);

  @Test
  void bidsTheSameForTheSameSeed() {
    List<Bid> bids = bids(bidder(3), 100);

    List<Bid> again = bids(bidder(3), 100);

    assertThat(again).isEqualTo(bids);
  }

  @Test
  void bidsOtherwiseForAnotherSeed() {
    List<Bid> bids = bids(bidder(3), 100);

    List<Bid> others = bids(bidder(4), 100);

    assertThat(others).isNotEqualTo(bids);
  }

  @Test
  void bidsAtLeastTheMinimumAndAFewIncrementsAtMost() {
    Bidder bidder = bidder(3);

    List<Bid> bids = bids(bidder, 1_000);

    assertThat(bids).allSatisfy(bid -> assertThat(bid.cents()).isBetween(10_00L, 12_00L));
    assertThat(bids).extracting(Bid::bidder).containsOnly("bidder-1");
    assertThat(bids).extracting(Bid::lot).containsOnly("lot");
  }

  @Test
  void thinksAgainWhenOutbidForGood() {
    Bidder bidder = bidder(3);
    bidder.nextBid(LOT, 10_00);

    Bid bid = bidder.nextBid(LOT, 5_000_00);

    assertThat(bid.cents()).isGreaterThanOrEqualTo(5_000_00);
  }

  private static Bidder bidder(long seed) {
    Catalogue catalogue = new Catalogue(List.of(LOT), new Popularity(1));
    return new Bidder("bidder-1", catalogue, new SplittableRandom(seed));
  }

  private static List<Bid> bids(Bidder bidder, int count) {
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bids.add(bidder.nextBid(bidder.nextLot(), 10_00));
    }
    return bids;
  }
}
