package io.atomicstore.core;

import java.util.List;

/**
 * A page of a log: some of its events, which follow {@code after} without a gap.
 *
 * @param events in order, the first with the sequence number {@code after.sequenceNr() + 1};
 *     immutable
 */
public record PastEvents<E>(LogPrefix after, List<StoredEvent<E>> events) {

  /** The sequence number of the last event; that of {@code after} if there is none. */
  public long lastSequenceNr() {
    return after.sequenceNr() + events.size();
  }

  /** The log up to the end of this page. */
  public LogPrefix upTo() {
    LogPrefix prefix = after;
    for (StoredEvent<E> event : events) {
      prefix = prefix.followedBy(event.eventId());
    }
    return prefix;
  }
}
