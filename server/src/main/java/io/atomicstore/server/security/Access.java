package io.atomicstore.server.security;

import io.atomicstore.core.ScopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer that was admitted may do, for as long as its connection or stream lasts. Each
 * question is answered as of now: a token that expired, was revoked or was changed meanwhile counts
 * as what it has become.
 *
 * <p>Usable from any thread. Where the answer is yes, nothing is allocated and no lock taken.
 */
public final class Access implements Admittance {

  private final AccessControl control;
  private final TokenHash hash;
  private final String tokenName;

  // Written by any thread, without order: what is read is the one or the other, each complete.
  private Known known;

  /** What the token permits, as of one version of the token file; null if it is not in there. */
  private record Known(Grants grants, @Nullable Grant grant) {}

  Access(AccessControl control, TokenHash hash, Grants grants, Grant grant) {
    this.control = control;
    this.hash = hash;
    this.tokenName = grant.name();
    this.known = new Known(grants, grant);
  }

  /** The name of the token, for logs. */
  public String tokenName() {
    return tokenName;
  }

  /** Why the token permits nothing any more; null as long as it is good. */
  public @Nullable AccessDenied ended() {
    Grant grant = grant();
    if (grant == null) {
      return AccessDenied.revoked(tokenName);
    }
    return isExpired(grant) ? AccessDenied.expired(grant) : null;
  }

  /** Whether it may do this in that scope. */
  public boolean permits(Verb verb, ScopeId scopeId) {
    Grant grant = grant();
    return grant != null && !isExpired(grant) && grant.has(verb) && grant.covers(scopeId);
  }

  /** Why it may not do this in that scope; null if it may. */
  public @Nullable AccessDenied denial(Verb verb, ScopeId scopeId) {
    Grant grant = grant();
    if (grant == null || isExpired(grant) || !grant.has(verb)) {
      return denial(verb);
    }
    return grant.covers(scopeId) ? null : AccessDenied.scope(grant, verb, scopeId);
  }

  /** Whether it may do this in every scope there could be. */
  public boolean permitsEverything(Verb verb) {
    Grant grant = grant();
    return grant != null && !isExpired(grant) && grant.has(verb) && grant.coversEverything();
  }

  /** Why it may not do this in any scope; null if there are scopes where it may. */
  public @Nullable AccessDenied denial(Verb verb) {
    Grant grant = grant();
    if (grant == null) {
      return AccessDenied.revoked(tokenName);
    }
    if (isExpired(grant)) {
      return AccessDenied.expired(grant);
    }
    return grant.has(verb) && grant.coversSomething() ? null : AccessDenied.verb(grant, verb);
  }

  /**
   * Why it may not do this in every scope there could be, as administration of the node demands;
   * null if it may.
   */
  public @Nullable AccessDenied denialOfEverything(Verb verb) {
    AccessDenied denial = denial(verb);
    if (denial != null || permitsEverything(verb)) {
      return denial;
    }
    return new AccessDenied(
        AccessDenied.Kind.FORBIDDEN,
        "the access token does not permit to " + verb.text() + " in all scopes",
        tokenName);
  }

  /**
   * The scopes that begin with {@code wanted} and in which it may do this, as prefixes: none begins
   * with another, and they are in the order of the bytes of their UTF-8, so that lists of the
   * scopes of each, one behind the other, are in order too. Empty if it may nowhere.
   */
  public List<String> prefixesWithin(Verb verb, String wanted) {
    Grant grant = grant();
    return grant == null || isExpired(grant) || !grant.has(verb)
        ? List.of()
        : grant.coveredWithin(wanted);
  }

  private boolean isExpired(Grant grant) {
    return grant.expiresMillis() != Grant.NEVER && control.millis() >= grant.expiresMillis();
  }

  private @Nullable Grant grant() {
    Grants grants = control.grants();
    Known last = known;
    if (last.grants() != grants) {
      last = new Known(grants, grants.of(hash));
      known = last;
    }
    return last.grant();
  }
}
