package io.atomicstore.client;

import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.ListScopesRequest;
import io.atomicstore.protocol.ListScopesResponse;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The scopes that have an event, for a thread that waits for them, a page at a time. */
final class ScopePages implements Iterator<ScopeId> {

  private static final int PAGE_MAX = 1_000;

  private final Reads reads;
  private final String prefix;
  private final ArrayDeque<ScopeId> page = new ArrayDeque<>();
  private String last = "";
  private boolean hasMore = true;

  private ScopePages(Reads reads, String prefix) {
    this.reads = reads;
    this.prefix = prefix;
  }

  static Stream<ScopeId> stream(Reads reads, String prefix) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new ScopePages(reads, prefix),
            Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && hasMore) {
      ListScopesResponse response = fetch();
      if (response.getScopeIdsCount() == 0 && response.getHasMore()) {
        throw new ProtocolException(
            "expected a page with scopes, since there are more; found none");
      }
      response.getScopeIdsList().forEach(scope -> page.add(new ScopeId(scope)));
      hasMore = response.getHasMore();
      last = page.isEmpty() ? last : page.getLast().value();
    }
    return !page.isEmpty();
  }

  private ListScopesResponse fetch() {
    ListScopesRequest request =
        ListScopesRequest.newBuilder()
            .setPrefix(prefix)
            .setAfterScopeId(last)
            .setScopesMax(PAGE_MAX)
            .build();
    try {
      return reads
          .<ListScopesResponse>ask((stub, observer) -> stub.listScopes(request, observer))
          .toCompletableFuture()
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for scopes", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException thrown
          ? thrown
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public ScopeId next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no scope is left");
    }
    return page.remove();
  }
}
