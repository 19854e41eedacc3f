package io.atomicstore.originator;

import io.atomicstore.core.ScopeId;

/** Hears of what is wrong with the states that are kept of scopes, to have it logged. */
public interface StateFaults {

  /** What is kept of the scope may be half changed. It is thrown away, and folded anew. */
  void thrownAway(ScopeId scopeId, Throwable cause);

  /** The application does not tell how much memory the state takes. */
  void notWeighed(ScopeId scopeId, Throwable cause);
}
