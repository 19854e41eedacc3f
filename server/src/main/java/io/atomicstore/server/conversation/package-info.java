/**
 * The conversation between originators and logs, whatever carries it: its messages, streams and
 * delegated validation.
 */
@NullMarked
package io.atomicstore.server.conversation;

import org.jspecify.annotations.NullMarked;
