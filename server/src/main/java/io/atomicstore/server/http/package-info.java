/** The node over HTTP: JSON, server-sent events, and the conversation over WebSocket. */
@NullMarked
package io.atomicstore.server.http;

import org.jspecify.annotations.NullMarked;
