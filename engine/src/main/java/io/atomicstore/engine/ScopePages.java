package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.journal.PersistenceIdsByPrefixQuery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;

/** The scopes of a store that have an event, as its read journal lists them. */
final class ScopePages {

  private static final int SCOPES_MAX = 10_000;

  private final ActorSystem system;
  private final StoreSettings<?, ?> settings;

  ScopePages(ActorSystem system, StoreSettings<?, ?> settings) {
    this.system = system;
    this.settings = settings;
  }

  CompletionStage<ScopesPage> page(String prefix, String after, int max) {
    if (max < 1 || max > SCOPES_MAX) {
      throw new IllegalArgumentException("max must be 1 to " + SCOPES_MAX + ", found " + max);
    }
    String storesOwn = settings.persistenceIdPrefix();
    CompletableFuture<ScopesPage> page = new CompletableFuture<>();
    ReadJournals.of(system, settings, PersistenceIdsByPrefixQuery.class, "a list of logs by prefix")
        // One more than is shown tells whether there are more.
        .persistenceIdsByPrefix(storesOwn + prefix, storesOwn + after, max + 1)
        .whenComplete(
            (ids, failure) -> {
              if (failure == null) {
                page.complete(page(ids, max));
              } else {
                page.completeExceptionally(unwrapped(failure));
              }
            });
    return page;
  }

  private ScopesPage page(List<String> persistenceIds, int max) {
    int nameLength = settings.persistenceIdPrefix().length();
    List<ScopeId> scopeIds =
        persistenceIds.stream()
            .limit(max)
            .map(id -> new ScopeId(id.substring(nameLength)))
            .toList();
    return new ScopesPage(scopeIds, persistenceIds.size() > max);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
