package io.atomicstore.server.security;

/**
 * A token that was just created, with the only sight of its text there will ever be.
 *
 * @param secret the token's text, as it is sent behind {@code Bearer}
 */
public record NewToken(AccessToken token, String secret) {

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "NewToken[token=" + token + "]";
  }
}
