package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * An entry of the indexes of tags and of logs: an ordering that leads to an event. Format version
 * 1.
 *
 * <pre>
 *   key of a tag   | length u16, tag (UTF-8) | ordering u64 |
 *   key of a log   | ordering of its first event u64 |
 *   byte           0            1   2            6
 *   value          | version u8 | 0 | CRC32C u32 | key of the event, see {@link EventKey} |
 * </pre>
 *
 * Entries of deleted events stay; readers pass over them.
 */
final class IndexEntry {

  static final String WHAT = "the index entry";

  private static final int VERSION = 1;

  private IndexEntry() {}

  /** The first bytes of the keys of one tag; the ordering follows. */
  static byte[] tagPrefix(String tag) {
    return tagPrefix(tag.getBytes(UTF_8));
  }

  static byte[] tagPrefix(byte[] tag) {
    return ByteBuffer.allocate(2 + tag.length).putShort((short) tag.length).put(tag).array();
  }

  static byte[] encode(byte[] key, byte[] eventKey) {
    byte[] value = new byte[Checksum.HEADER_BYTES + eventKey.length];
    value[0] = VERSION;
    System.arraycopy(eventKey, 0, value, Checksum.HEADER_BYTES, eventKey.length);
    Checksum.seal(key, value);
    return value;
  }

  /** The key of the event to which an entry leads. */
  static byte[] eventKey(byte[] key, byte[] value) {
    EventKey where = new EventKey("", EventKey.sequenceNrOf(key));
    Checksum.verify(WHAT, where, key, value);
    Checksum.requireVersion(WHAT, where, value, VERSION);
    byte[] eventKey = new byte[value.length - Checksum.HEADER_BYTES];
    System.arraycopy(value, Checksum.HEADER_BYTES, eventKey, 0, eventKey.length);
    return eventKey;
  }
}
