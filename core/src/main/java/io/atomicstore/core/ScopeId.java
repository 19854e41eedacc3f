package io.atomicstore.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Names one event log. Events of one scope are admitted strictly one at a time; scopes are
 * independent of each other.
 *
 * @param value 1 to {@value #MAX_BYTES} bytes of well-formed UTF-8, without control characters.
 *     Unpaired surrogates are refused, because UTF-8 encodes them all as the same byte: two scopes
 *     would share one log.
 */
public record ScopeId(String value) implements Comparable<ScopeId> {

  /** The longest scope, in bytes of UTF-8. The scope is part of the key of every stored event. */
  public static final int MAX_BYTES = 255;

  public ScopeId {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(
            String.format(
                "scope must not contain control characters, found U+%04X at character %d",
                (int) value.charAt(i), i));
      }
    }
    int bytes = utf8Bytes(value);
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "scope must be 1 to " + MAX_BYTES + " bytes of UTF-8, got " + bytes);
    }
  }

  private static int utf8Bytes(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      return encoded.remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "scope must be well-formed UTF-8, found an unpaired surrogate", e);
    }
  }

  @Override
  public int compareTo(ScopeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
