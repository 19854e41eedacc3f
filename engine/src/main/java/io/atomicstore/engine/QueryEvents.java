package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/**
 * Asks a log for its durable events. Answered at any time, also during a validation, with {@link
 * QueriedEvents} or {@link QueryRefused}. It names no scope: send {@link #ofScope} to the
 * receptionist.
 */
public record QueryEvents() {

  /** The query in an envelope for the log of that scope. */
  public static Envelope ofScope(ScopeId scopeId) {
    return new Envelope(scopeId, new QueryEvents());
  }
}
