package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;

/**
 * Asks a log what became of a submission. Answered at any time, also during a validation, with
 * {@link GotResult} or {@link QueryRefused}. It names no scope: send {@link #inScope} to the
 * receptionist.
 */
public record GetResult(EventId eventId) {

  /** The question in an envelope for the log of that scope. */
  public Envelope inScope(ScopeId scopeId) {
    return new Envelope(scopeId, this);
  }
}
