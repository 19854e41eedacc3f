package io.atomicstore.server.security;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text of a token, which its holder keeps secret.
 *
 * <pre>
 *   ast_ | 48 characters of Base64 for URLs, without padding: 32 random bytes | their CRC-32C, u32
 * </pre>
 *
 * The beginning lets tools that search for leaked secrets find it; the checksum tells a mistyped or
 * cut token from an unknown one, without a look at any list.
 */
final class TokenText {

  static final String BEGINNING = "ast_";

  private static final int SECRET_BYTES = 32;
  private static final int LENGTH = BEGINNING.length() + 48;

  private TokenText() {}

  /** A new token. */
  static String create(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    byte[] all =
        ByteBuffer.allocate(SECRET_BYTES + Integer.BYTES)
            .put(secret)
            .putInt(checksum(secret))
            .array();
    return BEGINNING + Base64.getUrlEncoder().encodeToString(all);
  }

  /** What keeps a text from being a token, in words that do not repeat it; null if nothing does. */
  static @Nullable String fault(String text) {
    if (!text.startsWith(BEGINNING)) {
      return "a token begins with '" + BEGINNING + "'";
    }
    if (text.length() != LENGTH) {
      return "a token has " + LENGTH + " characters, found " + text.length();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text.substring(BEGINNING.length()));
    } catch (IllegalArgumentException e) {
      return "a token has only letters, digits, '-' and '_' behind '" + BEGINNING + "'";
    }
    int found = ByteBuffer.wrap(all).getInt(SECRET_BYTES);
    return found == checksum(Arrays.copyOf(all, SECRET_BYTES))
        ? null
        : "the token's checksum is wrong: it was mistyped, or changed on its way";
  }

  private static int checksum(byte[] secret) {
    CRC32C checksum = new CRC32C();
    checksum.update(secret);
    return (int) checksum.getValue();
  }
}
