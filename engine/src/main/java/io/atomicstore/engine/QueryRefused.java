package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/** Answers {@link QueryEvents} when the events can't be read. Asking again is safe. */
public record QueryRefused(ScopeId scopeId, String cause) {}
