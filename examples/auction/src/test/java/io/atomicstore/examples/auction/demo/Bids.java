package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.Refusal;
import java.time.Instant;
import java.util.UUID;

/** Bids on one lot, their results, and how they look in the log, for tests. */
final class Bids {

  static final Lot LOT = new Lot("lot", 10_00);

  private Bids() {}

  static Bid bid(int nr) {
    return new Bid(LOT.id(), "bidder-" + nr, 10_00 + 10_00L * nr);
  }

  static EventId eventId(int nr) {
    return new EventId(new UUID(0, nr));
  }

  static ProspectiveEvent<Bid> prospective(int nr) {
    return ProspectiveEvent.of(LOT.scopeId(), eventId(nr), bid(nr));
  }

  static Result<Bid, Refusal, Long> accepted(int nr, long sequenceNr) {
    return new Result.Accepted<>(prospective(nr), sequenceNr, null, false);
  }

  static Result<Bid, Refusal, Long> repeated(int nr, long sequenceNr) {
    return new Result.Accepted<>(prospective(nr), sequenceNr, null, true);
  }

  static Result<Bid, Refusal, Long> rejected(int nr, Refusal refusal) {
    return new Result.Rejected<>(prospective(nr), refusal, null, null, false);
  }

  static StoredEvent<Bid> stored(int nr, long sequenceNr) {
    return new StoredEvent<>(LOT.scopeId(), sequenceNr, eventId(nr), Instant.EPOCH, bid(nr), false);
  }
}
