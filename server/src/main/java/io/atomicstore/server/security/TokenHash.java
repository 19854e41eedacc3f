package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a token's text: what is stored of a token, and what it is found by. Neither salt
 * nor slowness is wanted, since a token is 256 random bits that nobody guesses.
 */
public final class TokenHash {

  private static final int BYTES = 32;

  private final byte[] bytes;

  private TokenHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of what someone presents as a token. */
  public static TokenHash of(String token) {
    try {
      return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads {@link #toString()} back.
   *
   * @throws IllegalArgumentException if it is not 64 hexadecimal digits
   */
  static TokenHash parse(String hex) {
    if (!hex.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new IllegalArgumentException(
          // What was found is not repeated: it may be the token itself.
          "expected a SHA-256 as 64 hexadecimal digits in lower case, found "
              + hex.length()
              + " characters");
    }
    return new TokenHash(HexFormat.of().parseHex(hex));
  }

  /** Compares in a time that does not depend on where two hashes differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
