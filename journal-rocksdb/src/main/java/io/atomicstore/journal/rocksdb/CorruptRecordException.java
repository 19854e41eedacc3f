package io.atomicstore.journal.rocksdb;

/**
 * A stored record is not what was written: the disk, or someone, changed it.
 *
 * <p>Nothing is believed of the record and reading stops there. {@link #persistenceId} is empty and
 * {@link #sequenceNr} is 0 where the record belongs to no single event.
 */
public final class CorruptRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String persistenceId;
  private final long sequenceNr;

  private CorruptRecordException(String message, String persistenceId, long sequenceNr) {
    super(message);
    this.persistenceId = persistenceId;
    this.sequenceNr = sequenceNr;
  }

  /** The checksum found in the record, and the one its bytes have. */
  static CorruptRecordException checksum(
      String what, EventKey where, int checksumExpected, int checksumFound) {
    return new CorruptRecordException(
        "%s of persistence id '%s' with sequence number %d is corrupt: expected CRC32C %08x, found %08x"
            .formatted(
                what, where.persistenceId(), where.sequenceNr(), checksumExpected, checksumFound),
        where.persistenceId(),
        where.sequenceNr());
  }

  static CorruptRecordException unreadable(
      String what, String persistenceId, long sequenceNr, String why) {
    return new CorruptRecordException(
        "%s of persistence id '%s' with sequence number %d is corrupt: %s"
            .formatted(what, persistenceId, sequenceNr, why),
        persistenceId,
        sequenceNr);
  }

  /** The log lacks an event between those it has. */
  static CorruptRecordException missing(String persistenceId, long sequenceNr, String found) {
    return new CorruptRecordException(
        "persistence id '%s' lacks the event with sequence number %d: expected it, found %s"
            .formatted(persistenceId, sequenceNr, found),
        persistenceId,
        sequenceNr);
  }

  public String persistenceId() {
    return persistenceId;
  }

  public long sequenceNr() {
    return sequenceNr;
  }
}
