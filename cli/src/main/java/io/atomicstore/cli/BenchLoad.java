package io.atomicstore.cli;

import io.atomicstore.core.ScopeId;
import java.time.Duration;

/**
 * What load to put on a node.
 *
 * @param inFlight submissions without a result, of each originator
 * @param sizeBytes of an event's content
 * @param duration how long to measure
 * @param scopePrefix new to the store
 */
record BenchLoad(
    int originators,
    int inFlight,
    int scopes,
    int sizeBytes,
    Duration duration,
    Path path,
    String scopePrefix) {

  /** How events are decided on. */
  enum Path {
    /** The decision comes with the event. */
    FAST,
    /** The log asks, when the event's turn has come. */
    FULL
  }

  ScopeId scope(int nr) {
    return new ScopeId(scopePrefix + nr);
  }
}
