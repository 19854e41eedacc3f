package io.atomicstore.core;

/**
 * The first {@code sequenceNr} events of a log, told apart from other events of that number by a
 * hash of their ids. Events that were shown while they were being written can get lost, and others
 * take their place: a state that was folded from the lost ones is known by its hash.
 *
 * @param sequenceNr of the last event; 0 is the empty prefix
 * @param hash of the event ids in order, see {@link #followedBy}; 0 is not known, which may be said
 *     only of events that are known to be durable, for they never change
 */
public record LogPrefix(long sequenceNr, long hash) {

  /** No event at all. */
  public static final LogPrefix EMPTY = new LogPrefix(0, 0x9E37_79B9_7F4A_7C15L);

  public LogPrefix {
    SequenceNr.ofEnd(sequenceNr);
  }

  /** The first {@code sequenceNr} events of a log, all known to be durable. */
  public static LogPrefix ofDurable(long sequenceNr) {
    return sequenceNr == 0 ? EMPTY : new LogPrefix(sequenceNr, 0);
  }

  /**
   * This prefix and one event more.
   *
   * <p>The hash mixes in the two halves of the id by additions, multiplications and shifts (those
   * of the finalizer of MurmurHash3), so that it depends on every id and on their order. It finds
   * mistakes, not forgeries. It is stored with each event: see {@code docs/formats/engine.md}.
   */
  public LogPrefix followedBy(EventId eventId) {
    if (!isHashKnown()) {
      return new LogPrefix(sequenceNr + 1, 0);
    }
    long mixed = mix(hash + eventId.value().getMostSignificantBits());
    mixed = mix(mixed + eventId.value().getLeastSignificantBits());
    return new LogPrefix(sequenceNr + 1, mixed == 0 ? 1 : mixed);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
    return mixed ^ mixed >>> 33;
  }

  /** Whether the hash says which events these are. */
  public boolean isHashKnown() {
    return hash != 0;
  }

  /** Whether both are the same events, as far as is known. */
  public boolean matches(LogPrefix other) {
    return sequenceNr == other.sequenceNr
        && (hash == other.hash || !isHashKnown() || !other.isHashKnown());
  }
}
