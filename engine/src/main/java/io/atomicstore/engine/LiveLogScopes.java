package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.util.Set;

/** Answers {@link GetLiveLogScopes} with the scopes whose logs are in memory, on all nodes. */
public record LiveLogScopes(Set<ScopeId> scopeIds) {

  public LiveLogScopes {
    scopeIds = Set.copyOf(scopeIds);
  }
}
