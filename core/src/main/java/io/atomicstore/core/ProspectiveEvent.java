package io.atomicstore.core;

/** The event under consideration: what was submitted, where to, and under which id. */
public record ProspectiveEvent<E>(ScopeId scopeId, EventId eventId, E event) {}
