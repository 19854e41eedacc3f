package io.atomicstore.core;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The event ids of a log: which are in it, where, and of which bytes.
 *
 * <p>A live log keeps one for each of its events and looks up each submission, so they lie in two
 * arrays, 24 bytes of numbers and 8 to 16 bytes of hash table for each event, instead of in
 * objects.
 */
final class AcceptedIds {

  private static final int LONGS_PER_EVENT = 3;
  private static final int INITIAL_EVENTS = 4;
  private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

  /** For each event, by its sequence number: event id (high, low), fingerprint. */
  private long[] events = new long[LONGS_PER_EVENT * INITIAL_EVENTS];

  /** Sequence numbers by the hash of the event id, 0 for none; the next free place on collision. */
  private int[] table = new int[2 * INITIAL_EVENTS];

  private int size;

  /** Adds the id of the next event. */
  void add(AcceptedId accepted) {
    if (accepted.sequenceNr() != size + 1L) {
      throw new IllegalStateException(
          "expected the event with sequence number "
              + (size + 1L)
              + " next, found "
              + accepted.sequenceNr());
    }
    if (size * LONGS_PER_EVENT == events.length) {
      grow();
    }
    UUID uuid = accepted.eventId().value();
    int place = placeOf(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    if (table[place] != 0) {
      throw new IllegalStateException(
          "event id "
              + accepted.eventId()
              + " stands in the log twice, with sequence numbers "
              + table[place]
              + " and "
              + accepted.sequenceNr());
    }
    int at = size * LONGS_PER_EVENT;
    events[at] = uuid.getMostSignificantBits();
    events[at + 1] = uuid.getLeastSignificantBits();
    events[at + 2] = accepted.fingerprint();
    size++;
    table[place] = size;
  }

  private void grow() {
    events = Arrays.copyOf(events, Math.multiplyExact(2, events.length));
    table = new int[Math.multiplyExact(2, table.length)];
    for (int sequenceNr = 1; sequenceNr <= size; sequenceNr++) {
      int at = (sequenceNr - 1) * LONGS_PER_EVENT;
      table[placeOf(events[at], events[at + 1])] = sequenceNr;
    }
  }

  /** Where in the table this id stands, or would stand. */
  private int placeOf(long high, long low) {
    int mask = table.length - 1;
    int place = (int) (((high ^ low) * HASH_FACTOR) >>> 32) & mask;
    while (table[place] != 0) {
      int at = (table[place] - 1) * LONGS_PER_EVENT;
      if (events[at] == high && events[at + 1] == low) {
        return place;
      }
      place = (place + 1) & mask;
    }
    return place;
  }

  @Nullable AcceptedId find(EventId eventId) {
    UUID uuid = eventId.value();
    int sequenceNr = table[placeOf(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())];
    return sequenceNr == 0
        ? null
        : new AcceptedId(sequenceNr, eventId, events[(sequenceNr - 1) * LONGS_PER_EVENT + 2]);
  }

  long lastSequenceNr() {
    return size;
  }

  /** A copy of the first {@code count} ids, in order. */
  List<AcceptedId> first(long count) {
    return new Copy(Arrays.copyOf(events, Math.toIntExact(count) * LONGS_PER_EVENT));
  }

  private static final class Copy extends AbstractList<AcceptedId> {

    private final long[] events;

    Copy(long[] events) {
      this.events = events;
    }

    @Override
    public AcceptedId get(int index) {
      int at = index * LONGS_PER_EVENT;
      EventId eventId = new EventId(new UUID(events[at], events[at + 1]));
      return new AcceptedId(index + 1L, eventId, events[at + 2]);
    }

    @Override
    public int size() {
      return events.length / LONGS_PER_EVENT;
    }
  }
}
