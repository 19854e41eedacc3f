package io.atomicstore.server.security;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says who may do what, by the tokens of a file or, where there is none, everything to anybody.
 * Usable from any thread.
 */
public final class AccessControl {

  private static final String SCHEME = "bearer ";

  private static final TokenHash NO_TOKEN = TokenHash.of("");
  private static final Grant ANYBODY = Grant.ofEverything("anybody");
  private static final Grants ALL_TO_ANYBODY = Grants.of(NO_TOKEN, ANYBODY);

  private final @Nullable Reloaded<Grants> tokens;
  private final Clock clock;

  AccessControl(@Nullable Reloaded<Grants> tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Everybody may do everything, with or without a token. */
  public static AccessControl ofAnybody() {
    return new AccessControl(null, Clock.systemUTC());
  }

  /**
   * Only holders of tokens in the file may do anything.
   *
   * @throws UnusableFileException if the file does not exist, may be read by others than its owner,
   *     or is damaged
   */
  public static AccessControl byTokens(Path tokenFile) {
    return byTokens(tokenFile, Clock.systemUTC());
  }

  static AccessControl byTokens(Path tokenFile, Clock clock) {
    TokenFile file = TokenFile.at(tokenFile);
    return new AccessControl(
        new Reloaded<>(
            TokenFile.KIND, List.of(tokenFile), contents -> Grants.of(file.parse(contents.get(0)))),
        clock);
  }

  /**
   * Admits a peer, or not.
   *
   * @param authorization the value of the peer's header {@code authorization}; null if it has none
   */
  public Admittance admit(@Nullable String authorization) {
    if (tokens == null) {
      return new Access(this, NO_TOKEN, ALL_TO_ANYBODY, ANYBODY);
    }
    if (authorization == null || authorization.isBlank()) {
      return AccessDenied.missing();
    }
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return AccessDenied.malformed("the header begins with 'Bearer '");
    }
    String token = authorization.substring(SCHEME.length()).strip();
    String fault = TokenText.fault(token);
    return fault == null ? admitHolder(token) : AccessDenied.malformed(fault);
  }

  private Admittance admitHolder(String token) {
    Grants grants = grants();
    TokenHash hash = TokenHash.of(token);
    Grant grant = grants.of(hash);
    if (grant == null) {
      return AccessDenied.unknown();
    }
    Access access = new Access(this, hash, grants, grant);
    AccessDenied ended = access.ended();
    return ended == null ? access : ended;
  }

  /**
   * Looks whether the token file has changed, and takes over what it says from then on, for peers
   * that were admitted before too. A damaged file leaves everything as it was. Blocks while it
   * reads.
   */
  public void reload() {
    if (tokens != null) {
      tokens.reload();
    }
  }

  Grants grants() {
    return tokens == null ? ALL_TO_ANYBODY : tokens.current();
  }

  long millis() {
    return clock.millis();
  }
}
