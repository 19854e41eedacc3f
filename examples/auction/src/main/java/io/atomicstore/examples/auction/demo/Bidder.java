package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.ProxyRule;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A made-up bidder. What a lot is worth to them is their secret. One thread owns an instance. */
final class Bidder {

  private static final int HOPES_MAX = 40;
  private static final int JUMPS_MAX = 4;

  private final String name;
  private final Catalogue catalogue;
  private final RandomGenerator random;
  private final Map<Lot, Long> worthCentsByLot = new HashMap<>();

  Bidder(String name, Catalogue catalogue, RandomGenerator random) {
    this.name = name;
    this.catalogue = catalogue;
    this.random = random;
  }

  Lot nextLot() {
    return catalogue.draw(random);
  }

  /**
   * A bid some increments above the minimum, but no more than the lot is worth to the bidder. Who
   * has been outbid for good thinks again what it is worth.
   */
  Bid nextBid(Lot lot, long minimumCents) {
    long increment = ProxyRule.incrementCents(minimumCents);
    long worth = worthCentsByLot.getOrDefault(lot, 0L);
    if (worth < minimumCents) {
      worth = minimumCents + increment * random.nextInt(HOPES_MAX + 1);
      worthCentsByLot.put(lot, worth);
    }
    long hoped = minimumCents + increment * random.nextInt(JUMPS_MAX + 1);
    return new Bid(lot.id(), name, Math.min(worth, hoped));
  }
}
