package io.atomicstore.examples.auction;

import org.jspecify.annotations.Nullable;

/**
 * eBay's rule of proxy bidding: everyone names a maximum, and the house bids for the leader, an
 * increment at a time and only as far as it must. Amounts are US cents.
 */
public final class ProxyRule {

  /** Below the first amount of a row, the increment is its second. */
  private static final long[][] INCREMENTS_CENTS = {
    {1_00, 5},
    {5_00, 25},
    {25_00, 50},
    {100_00, 1_00},
    {250_00, 2_50},
    {500_00, 5_00},
    {1_000_00, 10_00},
    {2_500_00, 25_00},
    {5_000_00, 50_00},
  };

  private static final long LARGEST_INCREMENT_CENTS = 100_00;

  private ProxyRule() {}

  /** Why the bid is not to be taken; null if it is. */
  public static @Nullable Refusal refusal(Standing standing, Bid bid) {
    if (standing.isLedBy(bid.bidder())) {
      return bid.cents() > standing.maximumCents() ? null : Refusal.NOT_ABOVE_OWN_MAXIMUM;
    }
    return bid.cents() >= minimumCents(standing) ? null : Refusal.BELOW_MINIMUM;
  }

  /** How the lot stands after a bid that {@link #refusal} did not refuse. */
  public static Standing after(Standing standing, Bid bid) {
    long price = standing.priceCents();
    long maximum = standing.maximumCents();
    if (standing.leader() == null || standing.isLedBy(bid.bidder())) {
      return new Standing(price, bid.bidder(), bid.cents());
    }
    if (bid.cents() > maximum) {
      long raised = Math.min(bid.cents(), maximum + incrementCents(maximum));
      return new Standing(raised, bid.bidder(), bid.cents());
    }
    long defended = Math.min(maximum, bid.cents() + incrementCents(bid.cents()));
    return new Standing(defended, standing.leader(), maximum);
  }

  /** The least that anyone but the leader must bid. */
  public static long minimumCents(Standing standing) {
    long price = standing.priceCents();
    return standing.leader() == null ? price : price + incrementCents(price);
  }

  public static long incrementCents(long priceCents) {
    for (long[] row : INCREMENTS_CENTS) {
      if (priceCents < row[0]) {
        return row[1];
      }
    }
    return LARGEST_INCREMENT_CENTS;
  }
}
