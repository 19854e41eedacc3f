package io.atomicstore.examples.auction;

import org.jspecify.annotations.Nullable;

/**
 * How a lot stands: the fold of its bids.
 *
 * @param priceCents what the leader would pay; the opening price before the first bid
 * @param leader null before the first bid
 * @param maximumCents the most the leader would pay; 0 before the first bid
 */
public record Standing(long priceCents, @Nullable String leader, long maximumCents) {

  public static Standing opening(Lot lot) {
    return new Standing(lot.openingCents(), null, 0);
  }

  boolean isLedBy(String bidder) {
    return bidder.equals(leader);
  }
}
