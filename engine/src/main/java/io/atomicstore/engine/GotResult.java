package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;

/**
 * Answers {@link GetResult}.
 *
 * @param result as it was known when the log answered
 */
public record GotResult<R, M>(ScopeId scopeId, EventId eventId, RecordedResult<R, M> result) {}
