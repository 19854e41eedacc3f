package io.atomicstore.journal.rocksdb;

/**
 * The write would leave a hole in its log: an event before it is missing, or an earlier write of
 * the same writer was refused, on which this one was built. Nothing of the write was stored.
 */
public final class SequenceNrGapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String persistenceId;
  private final long sequenceNr;

  private SequenceNrGapException(String message, String persistenceId, long sequenceNr) {
    super(message);
    this.persistenceId = persistenceId;
    this.sequenceNr = sequenceNr;
  }

  static SequenceNrGapException missing(String persistenceId, long sequenceNr, long expected) {
    return new SequenceNrGapException(
        "persistence id '%s' expects sequence number %d next, found %d"
            .formatted(persistenceId, expected, sequenceNr),
        persistenceId,
        sequenceNr);
  }

  static SequenceNrGapException afterRefusal(
      String persistenceId, long sequenceNr, String writerUuid) {
    return new SequenceNrGapException(
        "persistence id '%s': sequence number %d comes from writer %s, whose earlier write was refused"
            .formatted(persistenceId, sequenceNr, writerUuid),
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
