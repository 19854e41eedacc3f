package io.atomicstore.server.security;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token to be created is to permit; as in {@link AccessToken}.
 *
 * @param expires null is never
 */
public record TokenRequest(
    String name, Set<Verb> verbs, List<String> scopePrefixes, @Nullable Instant expires) {

  public TokenRequest {
    AccessToken.checkName(name);
    AccessToken.checkRights(verbs, scopePrefixes);
    verbs = Set.copyOf(verbs);
    scopePrefixes = List.copyOf(scopePrefixes);
  }
}
