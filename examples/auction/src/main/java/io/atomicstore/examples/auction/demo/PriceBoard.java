package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.ProxyRule;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prices that bidders see: always a little old, since others bid meanwhile. Safe for use by
 * many threads.
 */
final class PriceBoard {

  private final Map<Lot, Long> priceCentsByLot = new ConcurrentHashMap<>();

  void show(Lot lot, long priceCents) {
    priceCentsByLot.merge(lot, priceCents, Math::max);
  }

  /** The least that a bidder should bid, as far as is known. */
  long minimumCents(Lot lot) {
    Long price = priceCentsByLot.get(lot);
    return price == null ? lot.openingCents() : price + ProxyRule.incrementCents(price);
  }
}
