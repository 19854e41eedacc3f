package io.atomicstore.core;

/**
 * The id of a submission whose events are in the log.
 *
 * @param sequenceNr of its first event
 * @param fingerprint a hash of its events' bytes, as in {@link Submission}
 * @param events how many it has, with consecutive sequence numbers
 */
public record AcceptedId(long sequenceNr, EventId eventId, long fingerprint, int events) {

  public AcceptedId {
    SequenceNr.ofEvent(sequenceNr);
    if (events < 1) {
      throw new IllegalArgumentException("a submission has 1 event or more, found " + events);
    }
  }

  /** The sequence number of its last event. */
  public long lastSequenceNr() {
    return sequenceNr + events - 1;
  }
}
