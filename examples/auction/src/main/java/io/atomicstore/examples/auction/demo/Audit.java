package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.EventId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.ProxyRule;
import io.atomicstore.examples.auction.Standing;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the log of one lot, read back from disk, against what its bidders were told. */
final class Audit {

  /**
   * How log and answers differ.
   *
   * @param lost acknowledged bids that are not where the house said, or not as they were placed;
   *     gaps in the log count too
   * @param duplicated bids that are in the log more than once
   * @param storedThoughRejected bids in the log of which the house said that they are not
   * @param storedBids how many bids the log holds, those of earlier runs included
   */
  record Findings(
      Lot lot,
      Standing standing,
      long storedBids,
      long lost,
      long duplicated,
      long storedThoughRejected) {}

  private final Lot lot;
  private final Answers answers;
  private final Set<EventId> seen = new HashSet<>();
  private Standing standing;
  private long lastSequenceNr;
  private long storedBids;
  private long found;
  private long gaps;
  private long duplicated;
  private long storedThoughRejected;

  Audit(Lot lot, Answers answers) {
    this.lot = lot;
    this.answers = answers;
    this.standing = Standing.opening(lot);
  }

  /** Looks at the log's next event. */
  Audit next(StoredEvent<Bid> stored) {
    storedBids++;
    standing = ProxyRule.after(standing, stored.event());
    if (stored.sequenceNr() > lastSequenceNr) {
      gaps += stored.sequenceNr() - lastSequenceNr - 1;
      lastSequenceNr = stored.sequenceNr();
    }
    if (!seen.add(stored.eventId())) {
      duplicated++;
    } else if (isAsAcknowledged(stored, answers.accepted().get(stored.eventId()))) {
      found++;
    }
    if (answers.isNotStored(stored.eventId())) {
      storedThoughRejected++;
    }
    return this;
  }

  private static boolean isAsAcknowledged(
      StoredEvent<Bid> stored, Answers.@Nullable Acknowledgement acknowledgement) {
    return acknowledgement != null
        && acknowledgement.sequenceNr() == stored.sequenceNr()
        && acknowledgement.bid().equals(stored.event());
  }

  /** To be called after the log's last event. */
  Findings findings() {
    // A gap may be an acknowledged bid that is missing: count it once.
    long lost = Math.max(answers.accepted().size() - found, gaps);
    return new Findings(lot, standing, storedBids, lost, duplicated, storedThoughRejected);
  }
}
