package io.atomicstore.journal.rocksdb;

/** The log already has an event with this sequence number. Nothing of the write was stored. */
public final class SequenceNrTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String persistenceId;
  private final long sequenceNr;

  SequenceNrTakenException(String persistenceId, long sequenceNr, long highestSequenceNr) {
    super(
        "persistence id '%s' already has an event with sequence number %d; its highest is %d"
            .formatted(persistenceId, sequenceNr, highestSequenceNr));
    this.persistenceId = persistenceId;
    this.sequenceNr = sequenceNr;
  }

  public String persistenceId() {
    return persistenceId;
  }

  public long sequenceNr() {
    return sequenceNr;
  }
}
