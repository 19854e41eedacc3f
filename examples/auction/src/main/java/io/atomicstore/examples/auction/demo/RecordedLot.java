package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.EventId;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import java.util.List;

/**
 * An auction that took place, to be replayed.
 *
 * @param closingCents what the lot was sold for
 * @param bids in the order in which they were placed; at least one
 */
record RecordedLot(Lot lot, long closingCents, List<RecordedBid> bids) {

  RecordedLot {
    bids = List.copyOf(bids);
  }

  /**
   * A bid that was placed once.
   *
   * @param eventId the same whenever the same row of the same auction is read, so that replaying a
   *     file again adds nothing
   */
  record RecordedBid(EventId eventId, Bid bid) {}
}
