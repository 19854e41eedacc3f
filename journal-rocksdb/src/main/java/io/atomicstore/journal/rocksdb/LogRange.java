package io.atomicstore.journal.rocksdb;

/** Events of one log by sequence number, both ends included. */
record LogRange(String persistenceId, long fromSequenceNr, long toSequenceNr) {

  static final LogRange NOTHING = new LogRange("", 1, 0);

  boolean isEmpty() {
    return fromSequenceNr > toSequenceNr;
  }

  LogRange from(long sequenceNr) {
    return new LogRange(persistenceId, sequenceNr, toSequenceNr);
  }
}
