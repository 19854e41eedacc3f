package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/** The events of a scope can't be read at this time. Reading again is safe. */
public final class LogUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ScopeId scopeId;

  LogUnavailableException(ScopeId scopeId, String cause) {
    super("scope '" + scopeId + "': " + cause);
    this.scopeId = scopeId;
  }

  /** The scope that was to be read. */
  public ScopeId scopeId() {
    return scopeId;
  }
}
