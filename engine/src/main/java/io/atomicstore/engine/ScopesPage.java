package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.util.List;

/**
 * A page of the scopes that have an event.
 *
 * @param scopeIds in the order of the bytes of their UTF-8, which is not that of {@link
 *     ScopeId#compareTo}
 * @param hasMore whether there are more behind the last one
 */
public record ScopesPage(List<ScopeId> scopeIds, boolean hasMore) {

  public ScopesPage {
    scopeIds = List.copyOf(scopeIds);
  }
}
