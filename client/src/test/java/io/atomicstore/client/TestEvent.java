package io.atomicstore.client;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.EventHeader;

/** An event as the test's server keeps it. */
record TestEvent(ByteString bytes, EventHeader header) {}
