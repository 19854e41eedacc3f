package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;

/**
 * Carries a {@link QueryEvents}, or another message of the protocol, to the log of a scope by way
 * of the receptionist. A message that names its own scope goes there, whatever the envelope says.
 */
public record Envelope(ScopeId scopeId, Object message) {}
