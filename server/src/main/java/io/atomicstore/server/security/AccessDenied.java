package io.atomicstore.server.security;

import io.atomicstore.core.ScopeId;
import java.time.Instant;

/**
 * A refusal.
 *
 * @param message for the peer: says what was expected, and nothing that a holder of that token, or
 *     of none, could not know
 * @param tokenName for the log; empty where no token of the file is concerned
 */
public record AccessDenied(Kind kind, String message, String tokenName) implements Admittance {

  /** Why. */
  public enum Kind {
    /** There was no token. */
    MISSING,
    /** What there was can't be a token. */
    MALFORMED,
    /** No such token. */
    UNKNOWN,
    /** The token's time is over. */
    EXPIRED,
    /** The token was removed while it was in use. */
    REVOKED,
    /** The token is good, but not for this. */
    FORBIDDEN;

    /** Whether the peer is known: a better token would not tell more of it, only permit more. */
    public boolean isAuthenticated() {
      return this == FORBIDDEN;
    }
  }

  static AccessDenied missing() {
    return new AccessDenied(
        Kind.MISSING, "expected a header 'authorization: Bearer <token>', found none", "");
  }

  static AccessDenied malformed(String fault) {
    return new AccessDenied(Kind.MALFORMED, "expected an access token: " + fault, "");
  }

  static AccessDenied unknown() {
    return new AccessDenied(
        Kind.UNKNOWN, "the access token is not one of this store, or was revoked", "");
  }

  static AccessDenied expired(Grant grant) {
    return new AccessDenied(
        Kind.EXPIRED,
        "the access token expired at " + Instant.ofEpochMilli(grant.expiresMillis()),
        grant.name());
  }

  static AccessDenied revoked(String tokenName) {
    return new AccessDenied(Kind.REVOKED, "the access token was revoked", tokenName);
  }

  static AccessDenied verb(Grant grant, Verb verb) {
    return new AccessDenied(
        Kind.FORBIDDEN, "the access token does not permit to " + verb.text(), grant.name());
  }

  static AccessDenied scope(Grant grant, Verb verb, ScopeId scopeId) {
    return new AccessDenied(
        Kind.FORBIDDEN,
        "the access token does not permit to " + verb.text() + " in scope '" + scopeId + "'",
        grant.name());
  }
}
