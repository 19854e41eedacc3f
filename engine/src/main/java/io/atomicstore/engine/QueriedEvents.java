package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.List;

/**
 * Answers {@link QueryEvents}.
 *
 * @param events all durable events of the scope, in order, the first with sequence number 1;
 *     immutable
 */
public record QueriedEvents<E>(ScopeId scopeId, List<StoredEvent<E>> events) {}
