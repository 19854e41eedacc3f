package io.atomicstore.client;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes, and what they are. Immutable. */
public final class Payload {

  private final String contentType;
  private final ByteString bytes;

  private Payload(String contentType, ByteString bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  /**
   * Some bytes, which are copied.
   *
   * @param contentType their media type, for example {@code application/json}; empty if nothing is
   *     said of it
   */
  public static Payload of(String contentType, byte[] bytes) {
    return new Payload(contentType, ByteString.copyFrom(bytes));
  }

  /** The text in UTF-8. */
  public static Payload text(String text) {
    return new Payload("text/plain", ByteString.copyFromUtf8(text));
  }

  static Payload of(String contentType, ByteString bytes) {
    return new Payload(contentType, bytes);
  }

  /** The media type of the bytes; empty if nothing is said of it. */
  public String contentType() {
    return contentType;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** The bytes as UTF-8. */
  public String toText() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** How many bytes there are. */
  public int sizeBytes() {
    return bytes.size();
  }

  ByteString bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that
        && contentType.equals(that.contentType)
        && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** Says nothing of what the bytes are: they may be confidential. */
  @Override
  public String toString() {
    return "Payload[" + sizeBytes() + " bytes of " + contentType + "]";
  }
}
