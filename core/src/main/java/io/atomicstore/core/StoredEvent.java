package io.atomicstore.core;

import java.time.Instant;

/**
 * An event in its log.
 *
 * @param sequenceNr its place in the log, counting from 1 without gaps
 * @param storedAt when the log handed it to the journal, by the wall clock of that machine, in
 *     milliseconds. It may run backwards when a clock does; only the sequence number orders events.
 * @param eventId of its submission; events that were submitted together share it
 * @param sealsLog whether the log is sealed: this is its last event
 */
public record StoredEvent<E>(
    ScopeId scopeId,
    long sequenceNr,
    EventId eventId,
    Instant storedAt,
    E event,
    boolean sealsLog) {

  public StoredEvent {
    SequenceNr.ofEvent(sequenceNr);
  }
}
