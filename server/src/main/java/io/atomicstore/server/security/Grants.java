package io.atomicstore.server.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all tokens permit, as of one version of the token file. */
final class Grants {

  private final Map<TokenHash, Grant> grants;

  private Grants(Map<TokenHash, Grant> grants) {
    this.grants = Map.copyOf(grants);
  }

  static Grants of(List<AccessToken> tokens) {
    Map<TokenHash, Grant> grants = new HashMap<>();
    for (AccessToken token : tokens) {
      grants.put(token.hash(), Grant.of(token));
    }
    return new Grants(grants);
  }

  /** What a single token permits. */
  static Grants of(TokenHash hash, Grant grant) {
    return new Grants(Map.of(hash, grant));
  }

  /** What the token with that hash permits; null if there is none. */
  @Nullable Grant of(TokenHash hash) {
    return grants.get(hash);
  }
}
