package io.atomicstore.server.http;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.ScopesPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One page of the scopes that begin with one of some prefixes.
 *
 * @param after the scopes lie behind it, in the order of the bytes of their UTF-8
 */
record ScopeListing(AtomicStore<?, ?> store, String after, int max) {

  /**
   * @param prefixes none begins with another, and they are in the order of their bytes
   */
  CompletionStage<ScopesPage> page(List<String> prefixes) {
    return page(prefixes, new ArrayList<>());
  }

  private CompletionStage<ScopesPage> page(List<String> prefixes, List<ScopeId> found) {
    if (prefixes.isEmpty() || found.size() == max) {
      return CompletableFuture.completedFuture(new ScopesPage(found, !prefixes.isEmpty()));
    }
    return store
        .scopes(prefixes.get(0), after, max - found.size())
        .thenCompose(
            page -> {
              found.addAll(page.scopeIds());
              return page.hasMore()
                  ? CompletableFuture.completedFuture(new ScopesPage(found, true))
                  : page(prefixes.subList(1, prefixes.size()), found);
            });
  }
}
