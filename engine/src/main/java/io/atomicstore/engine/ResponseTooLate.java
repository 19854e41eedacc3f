package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;

/**
 * Tells the sender of a {@link ValidationResponse} or {@link GetPastEvents} that its token was not
 * the outstanding one: it came after the deadline, or twice, or the log has restarted since. It
 * changed nothing.
 */
public record ResponseTooLate(ScopeId scopeId, ValidationToken token) {}
