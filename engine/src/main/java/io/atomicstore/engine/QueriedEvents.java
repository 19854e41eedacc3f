package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.List;

/**
 * Answers {@link QueryEvents}.
 *
 * @param events durable events of the scope from the first that was asked for, in the order asked
 *     for, without a gap; empty only if the log has none there. Immutable.
 * @param durableSequenceNr of the log's last durable event; 0 if the log is empty
 * @param isSealed whether the log is sealed, and that event its last one for ever
 */
public record QueriedEvents<E>(
    ScopeId scopeId, List<StoredEvent<E>> events, long durableSequenceNr, boolean isSealed) {}
