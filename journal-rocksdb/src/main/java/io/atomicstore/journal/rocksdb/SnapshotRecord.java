package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.StoredEvent.Serialized;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The value in which one snapshot is stored, under an {@link EventKey}. Format version 1.
 *
 * <pre>
 *   byte   0            1          2            6
 *          | version u8 | flags u8 | CRC32C u32 | timestamp ms u64 |
 *
 *   then   | metadata, if flag 1: serializer id i32, manifest length u16, manifest, length u32, bytes |
 *          | snapshot: the same |
 * </pre>
 *
 * @param timestamp milliseconds since 1970 in UTC
 * @param metadata null if the snapshot has none
 */
record SnapshotRecord(long timestamp, Serialized snapshot, @Nullable Serialized metadata) {

  static final String WHAT = "the snapshot";

  private static final int VERSION = 1;
  private static final int HAS_METADATA = 1;

  byte[] toBytes(byte[] key) {
    int size = Checksum.HEADER_BYTES + Long.BYTES + sizeOf(snapshot);
    size += metadata == null ? 0 : sizeOf(metadata);
    ByteBuffer value = ByteBuffer.allocate(size);
    value.put((byte) VERSION).put((byte) (metadata == null ? 0 : HAS_METADATA));
    value.position(Checksum.HEADER_BYTES).putLong(timestamp);
    if (metadata != null) {
      put(value, metadata);
    }
    put(value, snapshot);
    Checksum.seal(key, value.array());
    return value.array();
  }

  static SnapshotRecord decode(byte[] keyBytes, byte[] bytes) {
    EventKey key = EventKey.parse(keyBytes);
    Checksum.verify(WHAT, key, keyBytes, bytes);
    Checksum.requireVersion(WHAT, key, bytes, VERSION);
    ByteBuffer value = ByteBuffer.wrap(bytes).position(Checksum.HEADER_BYTES);
    try {
      long timestamp = value.getLong();
      Serialized metadata = (bytes[1] & HAS_METADATA) == 0 ? null : get(value);
      return new SnapshotRecord(timestamp, get(value), metadata);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw CorruptRecordException.unreadable(
          WHAT, key.persistenceId(), key.sequenceNr(), "ends before its last field");
    }
  }

  private static int sizeOf(Serialized object) {
    int manifestBytes = EventSerialization.utf8(object.manifest()).length;
    return 2 * Integer.BYTES + 2 + manifestBytes + object.bytes().remaining();
  }

  private static void put(ByteBuffer value, Serialized object) {
    byte[] manifest = EventSerialization.utf8(object.manifest());
    byte[] bytes = object.toBytes();
    value.putInt(object.serializerId()).putShort((short) manifest.length).put(manifest);
    value.putInt(bytes.length).put(bytes);
  }

  private static Serialized get(ByteBuffer value) {
    int serializerId = value.getInt();
    byte[] manifest = new byte[Short.toUnsignedInt(value.getShort())];
    value.get(manifest);
    int length = value.getInt();
    Serialized object =
        new Serialized(
            serializerId,
            new String(manifest, java.nio.charset.StandardCharsets.UTF_8),
            value.slice().limit(length));
    value.position(value.position() + length);
    return object;
  }
}
