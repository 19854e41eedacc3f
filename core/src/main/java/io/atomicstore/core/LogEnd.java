package io.atomicstore.core;

/**
 * Where a log ended when it was asked.
 *
 * @param sequenceNr of its last durable event; 0 if it is empty
 * @param isSealed whether it is sealed, and ends there for ever
 */
public record LogEnd(ScopeId scopeId, long sequenceNr, boolean isSealed) {

  public LogEnd {
    SequenceNr.ofEnd(sequenceNr);
  }
}
