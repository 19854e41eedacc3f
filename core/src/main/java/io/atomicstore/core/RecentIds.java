package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * The ids of a log's latest submissions, and of the older ones the highest. An id that is neither
 * here nor lower than that is new for certain; only for others the journal has to be asked.
 *
 * <p>They are kept in two generations. Once the younger one has the wanted number, the older one is
 * dropped, if all its events are durable: between once and twice as many are kept.
 */
final class RecentIds {

  private final int max;
  private AcceptedIds older = new AcceptedIds(0);
  private AcceptedIds younger = new AcceptedIds(0);
  private @Nullable EventId highestDropped;

  RecentIds(int max) {
    this.max = max;
  }

  /** Says that the first events exist, but that their ids are not here. */
  void startAfter(long sequenceNr, @Nullable EventId highest) {
    older = new AcceptedIds(sequenceNr);
    younger = new AcceptedIds(sequenceNr);
    highestDropped = highest;
  }

  /**
   * Adds the next submission.
   *
   * @throws IllegalStateException if a sequence number is missing or the id is here already
   */
  void add(AcceptedId accepted, long durableSequenceNr) {
    AcceptedId same = find(accepted.eventId());
    if (same != null) {
      throw new IllegalStateException(
          "event id "
              + accepted.eventId()
              + " stands in the log twice, with sequence numbers "
              + same.sequenceNr()
              + " and "
              + accepted.sequenceNr());
    }
    if (younger.size() >= max && older.lastSequenceNr() <= durableSequenceNr) {
      highestDropped = EventId.higher(highestDropped, older.highest());
      older = younger;
      younger = new AcceptedIds(older.lastSequenceNr());
    }
    younger.add(accepted);
  }

  @Nullable AcceptedId find(EventId eventId) {
    AcceptedId found = younger.find(eventId);
    return found == null ? older.find(eventId) : found;
  }

  /** Whether an older event, whose id is not here, can have that id. */
  boolean mayBeOlder(EventId eventId) {
    return highestDropped != null && eventId.compareTo(highestDropped) <= 0;
  }

  /** The ids of this event and all later ones are here. */
  long fromSequenceNr() {
    return older.fromSequenceNr();
  }

  /** The highest id of the log; null if it is empty. */
  @Nullable EventId highest() {
    return EventId.higher(highestDropped, EventId.higher(older.highest(), younger.highest()));
  }
}
