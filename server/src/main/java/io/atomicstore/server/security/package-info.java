/** Who may do what at a node's edge: access tokens, TLS, and which addresses may be bound. */
@NullMarked
package io.atomicstore.server.security;

import org.jspecify.annotations.NullMarked;
