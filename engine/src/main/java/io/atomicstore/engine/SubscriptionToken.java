package io.atomicstore.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * How far a reader of all events of a store has come. Readers keep it, as Base64 (RFC 4648, section
 * 5) without padding, of
 *
 * <pre>
 *   byte   0             1              9                    9+n
 *          | version (1) | offset (i64) | store's name (ASCII) | CRC-32C of all before (u32) |
 *   all big-endian
 * </pre>
 *
 * @param offset of the last event that the reader has, in the order of the read journal
 */
record SubscriptionToken(String storeName, long offset) {

  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + Long.BYTES + Integer.BYTES;

  /**
   * Reads a token of that store.
   *
   * @throws IllegalArgumentException if it is none
   */
  static SubscriptionToken parse(String text, String storeName) {
    SubscriptionToken token = parse(text);
    if (!token.storeName().equals(storeName)) {
      throw new IllegalArgumentException(
          "expected a token of store '"
              + storeName
              + "', found one of store '"
              + token.storeName()
              + "'");
    }
    return token;
  }

  private static SubscriptionToken parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unreadable(text, String.valueOf(e.getMessage()));
    }
    if (bytes.length <= FIXED_BYTES) {
      throw unreadable(text, bytes.length + " bytes");
    }
    if (bytes[0] != VERSION) {
      throw unreadable(text, "version " + bytes[0]);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int end = bytes.length - Integer.BYTES;
    if (buffer.getInt(end) != checksum(bytes, end)) {
      throw unreadable(text, "a wrong checksum");
    }
    String storeName =
        new String(bytes, 1 + Long.BYTES, bytes.length - FIXED_BYTES, StandardCharsets.US_ASCII);
    return new SubscriptionToken(storeName, buffer.getLong(1));
  }

  private static IllegalArgumentException unreadable(String text, String found) {
    return new IllegalArgumentException(
        "expected a token as subscribeAll gave it, version "
            + VERSION
            + ", found '"
            + text
            + "': "
            + found);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /** The text that {@link #parse(String, String)} reads. */
  String text() {
    byte[] name = storeName.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + name.length);
    buffer.put(VERSION).putLong(offset).put(name);
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
  }
}
