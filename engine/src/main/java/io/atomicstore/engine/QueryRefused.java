package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/** Answers {@link QueryEvents} and {@link GetResult} when the log can't. Asking again is safe. */
public record QueryRefused(ScopeId scopeId, String cause) {}
