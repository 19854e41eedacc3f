package io.atomicstore.server.security;

/** What becomes of a peer at the edge: it gets {@link Access}, or is {@link AccessDenied}. */
public sealed interface Admittance permits Access, AccessDenied {}
