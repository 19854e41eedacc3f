package io.atomicstore.engine;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.List;

/** Finds out whether an event is missing: a reader must not pass over one. */
final class SequenceGaps {

  private SequenceGaps() {}

  /**
   * @param firstSequenceNr that the first of the events must have
   * @throws IllegalStateException if an event is not the next
   */
  static <E> void check(
      ScopeId scopeId, List<StoredEvent<E>> events, long firstSequenceNr, EventRange.Order order) {
    int step = order == EventRange.Order.FORWARDS ? 1 : -1;
    long expected = firstSequenceNr;
    for (StoredEvent<E> event : events) {
      if (event.sequenceNr() != expected) {
        throw gap(scopeId, expected, String.valueOf(event.sequenceNr()));
      }
      expected += step;
    }
  }

  static IllegalStateException gap(ScopeId scopeId, long expected, String found) {
    return new IllegalStateException(
        "scope '"
            + scopeId
            + "': expected the event with sequence number "
            + expected
            + " next, found "
            + found);
  }
}
