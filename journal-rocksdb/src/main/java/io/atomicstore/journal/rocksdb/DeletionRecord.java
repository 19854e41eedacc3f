package io.atomicstore.journal.rocksdb;

import java.nio.ByteBuffer;

/**
 * How far a log was deleted, and the highest sequence number it had then: that number outlives its
 * event, so that it is never given to another. Format version 1.
 *
 * <pre>
 *   key    | prefix of the log, see {@link EventKey} |
 *   byte   0            1   2            6                    14                 22
 *   value  | version u8 | 0 | CRC32C u32 | deleted up to u64  | highest then u64 |
 * </pre>
 *
 * @param deletedUpTo events up to this sequence number are gone; 0 is none
 */
record DeletionRecord(long deletedUpTo, long highestSequenceNr) {

  static final String WHAT = "the deletion record";

  /** Stands for the record of a log from which nothing was ever deleted. */
  static final DeletionRecord NONE = new DeletionRecord(0, 0);

  private static final int VERSION = 1;

  byte[] toBytes(byte[] key) {
    byte[] value = new byte[Checksum.HEADER_BYTES + 2 * Long.BYTES];
    value[0] = VERSION;
    ByteBuffer.wrap(value)
        .putLong(Checksum.HEADER_BYTES, deletedUpTo)
        .putLong(Checksum.HEADER_BYTES + Long.BYTES, highestSequenceNr);
    Checksum.seal(key, value);
    return value;
  }

  static DeletionRecord decode(String persistenceId, byte[] key, byte[] value) {
    EventKey where = new EventKey(persistenceId, 0);
    Checksum.verify(WHAT, where, key, value);
    Checksum.requireVersion(WHAT, where, value, VERSION);
    ByteBuffer fields = ByteBuffer.wrap(value);
    return new DeletionRecord(
        fields.getLong(Checksum.HEADER_BYTES), fields.getLong(Checksum.HEADER_BYTES + Long.BYTES));
  }
}
