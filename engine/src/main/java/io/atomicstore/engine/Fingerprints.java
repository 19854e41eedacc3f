package io.atomicstore.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells the bytes of one submission from those of others: CRC-32C above, CRC-32 below. It finds
 * mistakes, not forgeries; both are single instructions to the processor.
 */
final class Fingerprints {

  private Fingerprints() {}

  /**
   * That of a submission: of one event, over its bytes; of several, over the length of each in 4
   * bytes, big-endian, and its bytes. All bits are turned over if it seals the log.
   */
  static long of(List<SerializedValue> events, boolean sealsLog) {
    CRC32C high = new CRC32C();
    CRC32 low = new CRC32();
    for (SerializedValue event : events) {
      byte[] payload = event.payload();
      if (events.size() > 1) {
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array();
        high.update(length, 0, length.length);
        low.update(length, 0, length.length);
      }
      high.update(payload, 0, payload.length);
      low.update(payload, 0, payload.length);
    }
    long fingerprint = high.getValue() << 32 | low.getValue();
    return sealsLog ? ~fingerprint : fingerprint;
  }
}
