package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * The key under which one event is stored.
 *
 * <pre>
 *   byte   0         2                        2+n           10+n
 *          | n (u16) | persistence id (UTF-8) | sequence nr |    u64; all big-endian
 * </pre>
 *
 * Big-endian, because RocksDB compares keys bytewise: replay is then one forward scan, and the
 * highest sequence number of a log is the last key that begins with its prefix, the first 2+n
 * bytes. The length comes first, so that no log's prefix is the beginning of another's.
 */
record EventKey(String persistenceId, long sequenceNr) {

  /** The longest persistence id, in bytes of UTF-8: its length has to fit a u16. */
  static final int PERSISTENCE_ID_BYTES_MAX = 65_535;

  /**
   * The first bytes of every key of one log.
   *
   * @throws IllegalArgumentException if the id is too long or has no UTF-8 form of its own
   */
  static byte[] prefixOf(String persistenceId) {
    byte[] id = persistenceId.getBytes(UTF_8);
    if (id.length > PERSISTENCE_ID_BYTES_MAX) {
      throw new IllegalArgumentException(
          "persistence id must be at most "
              + PERSISTENCE_ID_BYTES_MAX
              + " bytes of UTF-8, got "
              + id.length);
    }
    // An unpaired surrogate is encoded as '?': two ids would share one log.
    if (!new String(id, UTF_8).equals(persistenceId)) {
      throw new IllegalArgumentException(
          "persistence id '" + persistenceId + "' has an unpaired surrogate, no UTF-8 form");
    }
    return prefixOf(id);
  }

  /** The same for an id that comes from the store, and was checked when it was stored. */
  static byte[] prefixOfStored(String persistenceId) {
    return prefixOf(persistenceId.getBytes(UTF_8));
  }

  private static byte[] prefixOf(byte[] id) {
    return ByteBuffer.allocate(2 + id.length).putShort((short) id.length).put(id).array();
  }

  /** The key of the event at {@code sequenceNr} in the log with this prefix. */
  static byte[] of(byte[] prefix, long sequenceNr) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(sequenceNr).array();
  }

  /** Whether {@code key} belongs to the log with this prefix. */
  static boolean hasPrefix(byte[] key, byte[] prefix) {
    return key.length == prefix.length + Long.BYTES && startsWith(key, prefix);
  }

  /** The sequence number in a key, its last eight bytes. */
  static long sequenceNrOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  /**
   * Reads a key.
   *
   * @throws CorruptRecordException if the bytes have another shape
   */
  static EventKey parse(byte[] key) {
    return new EventKey(new String(key, 2, idBytesOf(key), UTF_8), sequenceNrOf(key));
  }

  /**
   * The length of the persistence id in a key, in bytes.
   *
   * @throws CorruptRecordException if the bytes have another shape
   */
  static int idBytesOf(byte[] key) {
    int idBytes = key.length < 2 ? -1 : Short.toUnsignedInt(ByteBuffer.wrap(key).getShort());
    if (key.length != 2 + idBytes + Long.BYTES) {
      throw CorruptRecordException.unreadable(
          "a key", "", 0, "a key of " + key.length + " bytes does not have the shape of a key");
    }
    return idBytes;
  }

  /** The persistence id in the first bytes of a key. */
  static String persistenceIdOf(byte[] prefix) {
    return new String(prefix, 2, Short.toUnsignedInt(ByteBuffer.wrap(prefix).getShort()), UTF_8);
  }

  byte[] toBytes() {
    return of(prefixOf(persistenceId), sequenceNr);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
