package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/**
 * Tells which scope an event belongs to. Must give the same scope for equal events, on every node;
 * called from many threads.
 */
@FunctionalInterface
public interface Scoped<E> {

  ScopeId scopeOf(E event);
}
