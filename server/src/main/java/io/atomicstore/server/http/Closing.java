package io.atomicstore.server.http;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * Why the node closes a WebSocket.
 *
 * @param code of RFC 6455, section 7.4
 * @param reason at most {@value #REASON_BYTES_MAX} bytes of UTF-8
 */
record Closing(int code, String reason) {

  private static final int GOING_AWAY = 1001;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int INVALID_PAYLOAD = 1007;
  private static final int POLICY_VIOLATION = 1008;
  private static final int TOO_BIG = 1009;
  private static final int INTERNAL_ERROR = 1011;

  /** A control frame holds 125 bytes, two of which are the code. */
  private static final int REASON_BYTES_MAX = 123;

  private static final byte CLOSE_FRAME = (byte) 0x88;

  Closing {
    while (reason.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      reason = reason.substring(0, reason.offsetByCodePoints(reason.length(), -1));
    }
  }

  static Closing stopping() {
    return new Closing(GOING_AWAY, "the node is stopping");
  }

  static Closing unsupported(String reason) {
    return new Closing(UNSUPPORTED_DATA, reason);
  }

  static Closing invalid(String reason) {
    return new Closing(INVALID_PAYLOAD, reason);
  }

  static Closing tooBig(String reason) {
    return new Closing(TOO_BIG, reason);
  }

  static Closing fault() {
    return new Closing(INTERNAL_ERROR, "the node failed, see its log");
  }

  /** What ends a conversation by itself: mostly a rule that the peer broke. */
  static Closing of(Status status) {
    String description = status.getDescription();
    int code = status.getCode() == Status.Code.UNAVAILABLE ? GOING_AWAY : POLICY_VIOLATION;
    return new Closing(code, description == null ? status.getCode().name() : description);
  }

  /**
   * The same bytes of the connection, if they are no close frame; else one that says why. Pekko
   * HTTP, which knows no other codes than 1000 and 1011 for an end that the application wants,
   * gives each frame of ours as one piece:
   *
   * <pre>
   *   byte   0      1     2                4
   *          | 0x88 | n+2 | code (u16, BE) | reason (n bytes of UTF-8) |
   * </pre>
   */
  ByteString inPlaceOf(ByteString frame) {
    if (frame.isEmpty() || frame.apply(0) != CLOSE_FRAME) {
      return frame;
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] head = {CLOSE_FRAME, (byte) (text.length + 2), (byte) (code >>> Byte.SIZE), (byte) code};
    return ByteString.fromArrayUnsafe(head).concat(ByteString.fromArrayUnsafe(text));
  }
}
