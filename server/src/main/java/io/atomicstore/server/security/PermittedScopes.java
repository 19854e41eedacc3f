package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.ScopesPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The scopes in which somebody may do something, a page at a time, out of a list of all. The scopes
 * of one prefix follow those of another; see {@link Access#prefixesWithin}.
 */
public final class PermittedScopes {

  /** A list of all scopes, as {@code AtomicStore.scopes} is one. */
  @FunctionalInterface
  public interface AllScopes {
    CompletionStage<ScopesPage> page(String prefix, String after, int max);
  }

  private final AllScopes all;
  private final List<String> prefixes;
  private final String after;
  private final int max;
  private final List<ScopeId> found = new ArrayList<>();

  private PermittedScopes(AllScopes all, List<String> prefixes, String after, int max) {
    this.all = all;
    this.prefixes = prefixes;
    this.after = after;
    this.max = max;
  }

  /**
   * A page of the scopes that begin with one of the prefixes and lie behind {@code after}, in the
   * order of the bytes of their UTF-8.
   *
   * @param prefixes none begins with another, in the order of their bytes
   * @param max 1 or more, as much as {@code all} gives at once
   */
  public static CompletionStage<ScopesPage> page(
      AllScopes all, List<String> prefixes, String after, int max) {
    return new PermittedScopes(all, prefixes, after, max).from(0);
  }

  /** Goes on with the prefix at that place. */
  private CompletionStage<ScopesPage> from(int place) {
    int next = place;
    while (next < prefixes.size() && liesBefore(prefixes.get(next))) {
      next++;
    }
    if (next == prefixes.size()) {
      return CompletableFuture.completedFuture(new ScopesPage(found, false));
    }
    int current = next;
    int missing = max - found.size();
    // A page that is full needs no further scope but whether there is one.
    return all.page(prefixes.get(current), after, Math.max(1, missing))
        .thenCompose(
            page -> {
              if (missing == 0) {
                return page.scopeIds().isEmpty() ? from(current + 1) : full();
              }
              found.addAll(page.scopeIds());
              return page.hasMore() ? full() : from(current + 1);
            });
  }

  private CompletionStage<ScopesPage> full() {
    return CompletableFuture.completedFuture(new ScopesPage(found, true));
  }

  /** Whether no scope that begins with the prefix can lie behind {@link #after}. */
  private boolean liesBefore(String prefix) {
    return !after.startsWith(prefix)
        && Arrays.compareUnsigned(prefix.getBytes(UTF_8), after.getBytes(UTF_8)) < 0;
  }
}
