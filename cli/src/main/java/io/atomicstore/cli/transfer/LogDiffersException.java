package io.atomicstore.cli.transfer;

import io.atomicstore.core.ScopeId;

/** The log of a scope on the node is not the one of the export file; the message says where. */
public final class LogDiffersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LogDiffersException(ScopeId scopeId, long sequenceNr, String what) {
    super(
        "scope '%s', event %d: %s; nothing more was stored in this scope"
            .formatted(scopeId, sequenceNr, what));
  }
}
