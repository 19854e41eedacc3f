package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.EventId;
import io.atomicstore.examples.auction.Bid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What bidders on one lot were told. {@link Audit} holds the lot's log against it. */
final class Answers {

  /** The house said that the bid is stored at {@code sequenceNr}. */
  record Acknowledgement(Bid bid, long sequenceNr) {}

  private final Map<EventId, Acknowledgement> accepted = new HashMap<>();
  private final Set<EventId> notStored = new HashSet<>();
  private long highestCents;

  void addAccepted(EventId eventId, Bid bid, long sequenceNr) {
    accepted.put(eventId, new Acknowledgement(bid, sequenceNr));
    highestCents = Math.max(highestCents, bid.cents());
  }

  void addNotStored(EventId eventId) {
    notStored.add(eventId);
  }

  Map<EventId, Acknowledgement> accepted() {
    return accepted;
  }

  boolean isNotStored(EventId eventId) {
    return notStored.contains(eventId);
  }

  /** The highest accepted bid; 0 if there is none. */
  long highestCents() {
    return highestCents;
  }
}
