package io.atomicstore.cli.transfer;

import io.atomicstore.core.ScopeId;

/** A scope that was named has no event. */
public final class NoSuchLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchLogException(ScopeId scopeId) {
    super("expected events in scope '" + scopeId + "', found none");
  }
}
