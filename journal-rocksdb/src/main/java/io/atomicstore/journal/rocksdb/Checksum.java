package io.atomicstore.journal.rocksdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32C that every stored value carries in bytes 2 to 5, over its key and the rest of itself.
 *
 * <pre>
 *   byte   0             1       2             6
 *          | version u8  | flags | CRC32C u32  | what the record is about
 * </pre>
 *
 * The key is part of it, so that a value found under another's key is noticed too.
 */
final class Checksum {

  /** Where what a record is about begins. */
  static final int HEADER_BYTES = 6;

  private static final int AT = 2;

  private Checksum() {}

  /** Writes the checksum into {@code value}; the last thing done to it before it is stored. */
  static void seal(byte[] key, byte[] value) {
    ByteBuffer.wrap(value).putInt(AT, of(key, value));
  }

  /**
   * Checks a value that was read.
   *
   * @param what names the kind of record in the error
   * @throws CorruptRecordException if the value is not what was stored under this key
   */
  static void verify(String what, EventKey where, byte[] key, byte[] value) {
    if (value.length < HEADER_BYTES) {
      throw CorruptRecordException.unreadable(
          what, where.persistenceId(), where.sequenceNr(), "only " + value.length + " bytes long");
    }
    int expected = ByteBuffer.wrap(value).getInt(AT);
    int found = of(key, value);
    if (expected != found) {
      throw CorruptRecordException.checksum(what, where, expected, found);
    }
  }

  /** Checks that this program knows the format version of a value. */
  static void requireVersion(String what, EventKey where, byte[] value, int known) {
    if (value[0] != known) {
      throw CorruptRecordException.unreadable(
          what,
          where.persistenceId(),
          where.sequenceNr(),
          "format version " + value[0] + ", this program reads version " + known);
    }
  }

  private static int of(byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value, 0, AT);
    crc.update(value, HEADER_BYTES, value.length - HEADER_BYTES);
    return (int) crc.getValue();
  }
}
