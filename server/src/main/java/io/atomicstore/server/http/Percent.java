package io.atomicstore.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of UTF-8 in URIs (RFC 3986, section 2.1). */
final class Percent {

  private static final String UNRESERVED_MARKS = "-._~";

  private Percent() {}

  /** Encodes all but letters, digits and {@code -._~}, so that the text is one segment. */
  static String encode(String text) {
    if (text.equals(".") || text.equals("..")) {
      // Clients would take it for a step in the path.
      return text.replace(".", "%2E");
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (one & 0xFF);
      if (isUnreserved(character)) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || UNRESERVED_MARKS.indexOf(character) >= 0;
  }

  /**
   * Decodes once.
   *
   * @throws ProblemException if an escape is malformed, or the result is not UTF-8
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character != '%') {
        bytes.put((byte) character);
      } else if (i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
        bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        throw Problem.badRequest(
                "expected two hexadecimal digits behind each '%' of the URI, found '" + text + "'")
            .asException();
      }
    }
    return utf8(bytes.flip(), text);
  }

  private static boolean isHex(char character) {
    return HexFormat.isHexDigit(character);
  }

  private static String utf8(ByteBuffer bytes, String text) {
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return decoded.toString();
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("expected UTF-8 in the URI, found '" + text + "'").asException();
    }
  }
}
