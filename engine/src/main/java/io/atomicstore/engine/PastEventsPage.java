package io.atomicstore.engine;

import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;

/**
 * Answers {@link GetPastEvents}.
 *
 * @param page at least one event, unless the past ends before it
 */
public record PastEventsPage<E>(ScopeId scopeId, ValidationToken token, PastEvents<E> page) {}
