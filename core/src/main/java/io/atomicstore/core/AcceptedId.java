package io.atomicstore.core;

/**
 * The id of an event in the log.
 *
 * @param fingerprint a hash of the event's bytes, as in {@link Submission}
 */
public record AcceptedId(long sequenceNr, EventId eventId, long fingerprint) {

  public AcceptedId {
    SequenceNr.ofEvent(sequenceNr);
  }
}
