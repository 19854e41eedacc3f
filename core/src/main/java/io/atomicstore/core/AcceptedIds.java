package io.atomicstore.core;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids of submissions whose events follow each other in a log: which are there, where, and of
 * which bytes.
 *
 * <p>Each submission is looked up here, in every live log, so they lie in two arrays, 32 bytes of
 * numbers and 8 to 16 bytes of hash table for each submission, instead of in objects.
 */
final class AcceptedIds {

  private static final int LONGS_PER_ID = 4;
  private static final int INITIAL_IDS = 4;
  private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

  /** For each submission, in order: event id (high, low), fingerprint, first sequence number. */
  private long[] ids = new long[LONGS_PER_ID * INITIAL_IDS];

  /**
   * Places in {@code ids}, from 1, by the hash of the id, 0 for none; the next free on collision.
   */
  private int[] table = new int[2 * INITIAL_IDS];

  private final long fromSequenceNr;
  private long lastSequenceNr;
  private int size;
  private @Nullable EventId highest;

  /**
   * @param afterSequenceNr the first event to be added is the one that follows it
   */
  AcceptedIds(long afterSequenceNr) {
    this.fromSequenceNr = afterSequenceNr + 1;
    this.lastSequenceNr = afterSequenceNr;
  }

  /** Adds the next submission. */
  void add(AcceptedId accepted) {
    if (accepted.sequenceNr() != lastSequenceNr + 1) {
      throw new IllegalStateException(
          "expected the event with sequence number "
              + (lastSequenceNr + 1)
              + " next, found "
              + accepted.sequenceNr());
    }
    if (size * LONGS_PER_ID == ids.length) {
      grow();
    }
    EventId eventId = accepted.eventId();
    UUID uuid = eventId.value();
    int place = placeOf(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    int at = size * LONGS_PER_ID;
    ids[at] = uuid.getMostSignificantBits();
    ids[at + 1] = uuid.getLeastSignificantBits();
    ids[at + 2] = accepted.fingerprint();
    ids[at + 3] = accepted.sequenceNr();
    size++;
    table[place] = size;
    lastSequenceNr = accepted.lastSequenceNr();
    highest = EventId.higher(highest, eventId);
  }

  private void grow() {
    ids = Arrays.copyOf(ids, Math.multiplyExact(2, ids.length));
    table = new int[Math.multiplyExact(2, table.length)];
    for (int nr = 1; nr <= size; nr++) {
      int at = (nr - 1) * LONGS_PER_ID;
      table[placeOf(ids[at], ids[at + 1])] = nr;
    }
  }

  /** Where in the table this id stands, or would stand. */
  private int placeOf(long high, long low) {
    int mask = table.length - 1;
    int place = (int) (((high ^ low) * HASH_FACTOR) >>> 32) & mask;
    while (table[place] != 0) {
      int at = (table[place] - 1) * LONGS_PER_ID;
      if (ids[at] == high && ids[at + 1] == low) {
        return place;
      }
      place = (place + 1) & mask;
    }
    return place;
  }

  @Nullable AcceptedId find(EventId eventId) {
    UUID uuid = eventId.value();
    int nr = table[placeOf(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())];
    if (nr == 0) {
      return null;
    }
    int at = (nr - 1) * LONGS_PER_ID;
    long nextSequenceNr = nr == size ? lastSequenceNr + 1 : ids[at + LONGS_PER_ID + 3];
    return new AcceptedId(ids[at + 3], eventId, ids[at + 2], (int) (nextSequenceNr - ids[at + 3]));
  }

  /** How many submissions there are. */
  int size() {
    return size;
  }

  /** The first event whose id is here, or would be. */
  long fromSequenceNr() {
    return fromSequenceNr;
  }

  /** The last event whose id is here. */
  long lastSequenceNr() {
    return lastSequenceNr;
  }

  /** The highest of the ids; null if there is none. */
  @Nullable EventId highest() {
    return highest;
  }
}
