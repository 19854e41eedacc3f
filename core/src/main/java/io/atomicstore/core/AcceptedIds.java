package io.atomicstore.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event ids of a log: which are in it, where, and of which bytes. */
final class AcceptedIds {

  private final Map<EventId, AcceptedId> byEventId = new HashMap<>(4);
  private final List<AcceptedId> bySequenceNr = new ArrayList<>(4);

  /** Adds the id of the next event. */
  void add(AcceptedId accepted) {
    if (accepted.sequenceNr() != bySequenceNr.size() + 1L) {
      throw new IllegalStateException(
          "expected the event with sequence number "
              + (bySequenceNr.size() + 1L)
              + " next, found "
              + accepted.sequenceNr());
    }
    AcceptedId earlier = byEventId.putIfAbsent(accepted.eventId(), accepted);
    if (earlier != null) {
      throw new IllegalStateException(
          "event id "
              + accepted.eventId()
              + " stands in the log twice, with sequence numbers "
              + earlier.sequenceNr()
              + " and "
              + accepted.sequenceNr());
    }
    bySequenceNr.add(accepted);
  }

  @Nullable AcceptedId find(EventId eventId) {
    return byEventId.get(eventId);
  }

  long lastSequenceNr() {
    return bySequenceNr.size();
  }

  /** A copy of the first {@code count} ids, in order. */
  List<AcceptedId> first(long count) {
    return List.copyOf(bySequenceNr.subList(0, Math.toIntExact(count)));
  }
}
