package io.atomicstore.journal.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * An entry of the index of event ids: where in its log the event with that id is. Format version 1.
 *
 * <pre>
 *   key    | prefix of the log, see {@link EventKey} | id, 16 bytes, upper half first |
 *   byte   0            1   2            6
 *   value  | version u8 | 0 | CRC32C u32 | sequence nr u64 |
 * </pre>
 *
 * Entries of deleted events stay; readers pass over them.
 */
final class EventIdEntry {

  static final String WHAT = "an entry of the index of event ids";

  /** Roughly what an entry takes in a commit, its key and RocksDB's own bookkeeping included. */
  static final long OVERHEAD_BYTES = 64L;

  private static final int VERSION = 1;
  private static final int ID_BYTES = 2 * Long.BYTES;
  private static final int VALUE_BYTES = Checksum.HEADER_BYTES + Long.BYTES;

  private EventIdEntry() {}

  /** The key of an id in the log with this prefix. */
  static byte[] key(byte[] prefix, UUID id) {
    return ByteBuffer.allocate(prefix.length + ID_BYTES)
        .put(prefix)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** The value to store under {@code key}, complete with its checksum. */
  static byte[] encode(byte[] key, long sequenceNr) {
    byte[] value = new byte[VALUE_BYTES];
    value[0] = VERSION;
    ByteBuffer.wrap(value).putLong(Checksum.HEADER_BYTES, sequenceNr);
    Checksum.seal(key, value);
    return value;
  }

  /**
   * The key of the event to which an entry leads.
   *
   * @throws CorruptRecordException if the entry is not what was stored under this key
   */
  static byte[] eventKey(byte[] key, byte[] value) {
    byte[] prefix = prefixOf(key);
    EventKey where = new EventKey(EventKey.persistenceIdOf(prefix), 0);
    Checksum.verify(WHAT, where, key, value);
    Checksum.requireVersion(WHAT, where, value, VERSION);
    if (value.length != VALUE_BYTES) {
      throw CorruptRecordException.unreadable(
          WHAT, where.persistenceId(), 0, "has " + value.length + " bytes");
    }
    return EventKey.of(prefix, ByteBuffer.wrap(value).getLong(Checksum.HEADER_BYTES));
  }

  /** The id in a key, its last sixteen bytes. */
  static UUID idOf(byte[] key) {
    ByteBuffer id = ByteBuffer.wrap(key).position(key.length - ID_BYTES);
    return new UUID(id.getLong(), id.getLong());
  }

  private static byte[] prefixOf(byte[] key) {
    int idBytes = key.length < 2 ? -1 : Short.toUnsignedInt(ByteBuffer.wrap(key).getShort());
    if (key.length != 2 + idBytes + ID_BYTES) {
      throw CorruptRecordException.unreadable(
          WHAT, "", 0, "a key of " + key.length + " bytes does not have the shape of its key");
    }
    return Arrays.copyOf(key, 2 + idBytes);
  }
}
