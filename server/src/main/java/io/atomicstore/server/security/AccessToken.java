package io.atomicstore.server.security;

import io.atomicstore.core.ScopeId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of a token: everything but the token itself.
 *
 * @param name tells tokens of one file apart, for people and logs
 * @param verbs one or more
 * @param scopePrefixes of the scopes it permits; the empty text is all scopes, an empty list none;
 *     at most {@value #PREFIXES_MAX}
 * @param expires from when on it permits nothing; null is never
 */
public record AccessToken(
    String name,
    TokenHash hash,
    Set<Verb> verbs,
    List<String> scopePrefixes,
    Instant created,
    @Nullable Instant expires) {

  /** How many prefixes a token may have: each costs a look-up in a list of scopes. */
  public static final int PREFIXES_MAX = 1_000;

  public AccessToken {
    checkName(name);
    checkRights(verbs, scopePrefixes);
    verbs = Set.copyOf(verbs);
    scopePrefixes = List.copyOf(scopePrefixes);
  }

  /** Whether it permits nothing any more, at that moment. */
  public boolean isExpiredAt(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  /** Its verbs in the order of {@link Verb}. */
  public List<Verb> verbsInOrder() {
    return List.copyOf(EnumSet.copyOf(verbs));
  }

  static void checkName(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "a token's name must be 1 to 64 letters, digits, '.', '-' or '_', found '" + name + "'");
    }
  }

  static void checkRights(Set<Verb> verbs, List<String> scopePrefixes) {
    if (verbs.isEmpty()) {
      throw new IllegalArgumentException("a token must have at least one verb, found none");
    }
    if (scopePrefixes.size() > PREFIXES_MAX) {
      throw new IllegalArgumentException(
          "a token may have at most "
              + PREFIXES_MAX
              + " scope prefixes, found "
              + scopePrefixes.size());
    }
    for (String prefix : scopePrefixes) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
        throw new IllegalArgumentException(
            "a scope prefix must be well-formed UTF-8, found an unpaired surrogate");
      }
      int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > ScopeId.MAX_BYTES) {
        throw new IllegalArgumentException(
            "a scope prefix may have at most " + ScopeId.MAX_BYTES + " bytes, found " + bytes);
      }
    }
  }
}
