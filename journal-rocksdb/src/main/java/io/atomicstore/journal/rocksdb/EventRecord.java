package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.journal.rocksdb.StoredEvent.Serialized;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value in which one event is stored, format version 1.
 *
 * <pre>
 *   byte   0            1          2            6              14                 22
 *          | version u8 | flags u8 | CRC32C u32 | ordering u64 | timestamp ms u64 |
 *
 *   then   | serializer id i32 | manifest | event manifest | writer uuid |  each: length u16, UTF-8
 *          | number of tags u16 | tags, each: length u16, UTF-8 |
 *          | metadata, if flag 1: serializer id i32, manifest, length u32, bytes |
 *          | payload, up to the end |
 * </pre>
 *
 * All numbers are big-endian. Flag 1: has metadata. Flag 2: skipped, a number that holds no event;
 * such a record ends after the timestamp. The checksum is described at {@link Checksum}. Ordering
 * and checksum are filled in last, by the thread that writes.
 */
final class EventRecord {

  static final String WHAT = "the event";

  private static final int VERSION = 1;
  private static final int HAS_METADATA = 1;
  private static final int IS_SKIPPED = 2;
  private static final int ORDERING_AT = Checksum.HEADER_BYTES;
  private static final int FIXED_BYTES = ORDERING_AT + 2 * Long.BYTES;
  private static final int TEXT_BYTES_MAX = 65_535;

  private EventRecord() {}

  /** What of an event goes into its record besides its key; texts already in UTF-8. */
  static final class Parts {
    long timestamp;
    int serializerId;
    byte[] manifest = {};
    byte[] eventManifest = {};
    byte[] writerUuid = {};
    List<byte[]> tags = List.of();
    byte[] payload = {};
    int metadataSerializerId;
    byte[] metadataManifest = {};
    byte @Nullable [] metadata;
  }

  /** A record that still lacks its ordering and checksum; see {@link #seal}. */
  static byte[] encode(Parts parts) {
    byte[] metadata = parts.metadata;
    ByteBuffer value = ByteBuffer.allocate(sizeOf(parts));
    value.put((byte) VERSION).put((byte) (metadata == null ? 0 : HAS_METADATA));
    value.position(ORDERING_AT + Long.BYTES);
    value.putLong(parts.timestamp).putInt(parts.serializerId);
    putText(value, parts.manifest);
    putText(value, parts.eventManifest);
    putText(value, parts.writerUuid);
    value.putShort((short) parts.tags.size());
    for (byte[] tag : parts.tags) {
      putText(value, tag);
    }
    if (metadata != null) {
      value.putInt(parts.metadataSerializerId);
      putText(value, parts.metadataManifest);
      value.putInt(metadata.length).put(metadata);
    }
    return value.put(parts.payload).array();
  }

  /** A record for a sequence number that holds no event. */
  static byte[] skipped() {
    return ByteBuffer.allocate(FIXED_BYTES).put((byte) VERSION).put((byte) IS_SKIPPED).array();
  }

  /** Fills in the ordering, then the checksum. */
  static void seal(byte[] key, byte[] value, long ordering) {
    ByteBuffer.wrap(value).putLong(ORDERING_AT, ordering);
    Checksum.seal(key, value);
  }

  /** The ordering in a record, unchecked; 0 if it is too short to have one. */
  static long ordering(byte[] value) {
    return value.length < FIXED_BYTES ? 0 : ByteBuffer.wrap(value).getLong(ORDERING_AT);
  }

  /** Whether a record says, unchecked, that its sequence number holds no event. */
  static boolean isSkipped(byte[] value) {
    return value.length >= 2 && (value[1] & IS_SKIPPED) != 0;
  }

  /**
   * Reads a record back.
   *
   * @throws CorruptRecordException if it is not what was stored under this key
   */
  static StoredEvent decode(byte[] keyBytes, byte[] bytes) {
    return decode(EventKey.parse(keyBytes), keyBytes, bytes);
  }

  /** The same where the key is known already. */
  static StoredEvent decode(EventKey key, byte[] keyBytes, byte[] bytes) {
    Checksum.verify(WHAT, key, keyBytes, bytes);
    Checksum.requireVersion(WHAT, key, bytes, VERSION);
    try {
      return decode(key, ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw CorruptRecordException.unreadable(
          WHAT, key.persistenceId(), key.sequenceNr(), "ends before its last field");
    }
  }

  private static StoredEvent decode(EventKey key, ByteBuffer value) {
    int flags = value.get(1);
    value.position(ORDERING_AT);
    long ordering = value.getLong();
    long timestamp = value.getLong();
    if ((flags & IS_SKIPPED) != 0) {
      Serialized nothing = new Serialized(0, "", ByteBuffer.allocate(0));
      return new StoredEvent(key, ordering, true, timestamp, "", "", List.of(), nothing, null);
    }
    int serializerId = value.getInt();
    String manifest = text(value);
    String eventManifest = text(value);
    String writerUuid = text(value);
    int tagCount = Short.toUnsignedInt(value.getShort());
    List<String> tags = tagCount == 0 ? List.of() : tags(value, tagCount);
    Serialized metadata = (flags & HAS_METADATA) == 0 ? null : metadata(value);
    Serialized payload = new Serialized(serializerId, manifest, value.slice());
    return new StoredEvent(
        key, ordering, false, timestamp, eventManifest, writerUuid, tags, payload, metadata);
  }

  private static List<String> tags(ByteBuffer value, int tagCount) {
    List<String> tags = new ArrayList<>(tagCount);
    for (int i = 0; i < tagCount; i++) {
      tags.add(text(value));
    }
    return tags;
  }

  private static int sizeOf(Parts parts) {
    int size = FIXED_BYTES + Integer.BYTES + 8 + parts.payload.length;
    size += requireText(parts.manifest) + requireText(parts.eventManifest);
    size += requireText(parts.writerUuid);
    for (byte[] tag : parts.tags) {
      size += 2 + requireText(tag);
    }
    if (parts.tags.size() > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("an event has at most 65535 tags");
    }
    byte[] metadata = parts.metadata;
    if (metadata != null) {
      size += 2 * Integer.BYTES + 2 + requireText(parts.metadataManifest) + metadata.length;
    }
    return size;
  }

  private static int requireText(byte[] text) {
    if (text.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a manifest, writer uuid or tag is at most 65535 bytes of UTF-8, got " + text.length);
    }
    return text.length;
  }

  private static void putText(ByteBuffer value, byte[] text) {
    value.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer value) {
    int length = Short.toUnsignedInt(value.getShort());
    if (length > value.remaining()) {
      throw new BufferUnderflowException();
    }
    if (length == 0) {
      return "";
    }
    int start = value.position();
    value.position(start + length);
    return new String(value.array(), value.arrayOffset() + start, length, UTF_8);
  }

  private static Serialized metadata(ByteBuffer value) {
    int serializerId = value.getInt();
    String manifest = text(value);
    int length = value.getInt();
    if (length < 0 || length > value.remaining()) {
      throw new BufferUnderflowException();
    }
    Serialized metadata =
        new Serialized(serializerId, manifest, value.slice(value.position(), length));
    value.position(value.position() + length);
    return metadata;
  }
}
