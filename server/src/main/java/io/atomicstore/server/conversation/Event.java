package io.atomicstore.server.conversation;

import com.google.protobuf.ByteString;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;

/**
 * An event as a node keeps it: bytes that it never looks into, and what their originator says of
 * them.
 */
public record Event(ScopeId scopeId, EventHeader header, ByteString payload) {}
