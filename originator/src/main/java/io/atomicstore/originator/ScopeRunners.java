package io.atomicstore.originator;

import io.atomicstore.core.RecentlyUsed;
import io.atomicstore.core.ScopeId;
import org.jspecify.annotations.Nullable;

/**
 * The runners of the scopes used most recently. A scope has one at a time that is in use: one that
 * is used is not evicted, and what has ended is not heard any more.
 *
 * <p>The lock is held for a few steps at most, and nothing of the application is called under it.
 */
final class ScopeRunners<S, E, R> {

  private final Conversations.Surroundings<S, E, R> surroundings;
  private final RecentlyUsed<ScopeId, ScopeRunner<S, E, R>> kept;

  ScopeRunners(Conversations.Surroundings<S, E, R> surroundings, OriginatorSettings settings) {
    this.surroundings = surroundings;
    this.kept =
        new RecentlyUsed<>(
            settings.statesMax(), settings.statesBytesMax(), runner -> !runner.isInUse());
  }

  /** The runner of the scope, in use by one submission more. */
  synchronized ScopeRunner<S, E, R> use(ScopeId scopeId) {
    ScopeRunner<S, E, R> found = kept.get(scopeId);
    if (found != null) {
      found.use();
      return found;
    }
    ScopeRunner<S, E, R> added = new ScopeRunner<>(scopeId, surroundings, this);
    added.use();
    kept.put(scopeId, added, 0);
    return added;
  }

  /** The states of a runner that has inputs weigh something else. */
  synchronized void reweigh(ScopeRunner<S, E, R> runner, long weightBytes) {
    @Nullable ScopeRunner<S, E, R> found = kept.get(runner.scopeId());
    if (runner.equals(found)) {
      kept.reweigh(runner.scopeId(), weightBytes);
    }
  }

  synchronized int size() {
    return kept.size();
  }

  synchronized long weightBytes() {
    return kept.weightBytes();
  }
}
