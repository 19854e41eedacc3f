package io.atomicstore.journal.rocksdb;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event in the bytes in which it will be stored, up to what only the writing thread knows. */
final class PreparedEvent {

  /** What a key and RocksDB's own bookkeeping add to a value, roughly. */
  private static final long OVERHEAD_BYTES = 64L;

  final long sequenceNr;
  final List<byte[]> tags;

  /** Under which id it is entered in the index of event ids; null if under none. */
  final @Nullable UUID indexedId;

  private final byte @Nullable [] value;

  private PreparedEvent(
      long sequenceNr, List<byte[]> tags, @Nullable UUID indexedId, byte @Nullable [] value) {
    this.sequenceNr = sequenceNr;
    this.tags = tags;
    this.indexedId = indexedId;
    this.value = value;
  }

  static PreparedEvent of(
      long sequenceNr, List<byte[]> tags, @Nullable UUID indexedId, byte[] value) {
    return new PreparedEvent(sequenceNr, tags, indexedId, value);
  }

  /** An event that could not be serialized: it takes its number and is not stored. */
  static PreparedEvent rejected(long sequenceNr) {
    return new PreparedEvent(sequenceNr, List.of(), null, null);
  }

  boolean isRejected() {
    return value == null;
  }

  /** The record, still without ordering and checksum. */
  byte[] value() {
    if (value == null) {
      throw new IllegalStateException("event " + sequenceNr + " was rejected and has no record");
    }
    return value;
  }

  long bytes() {
    return OVERHEAD_BYTES
        + (indexedId == null ? 0 : EventIdEntry.OVERHEAD_BYTES)
        + (value == null ? 0 : value.length);
  }
}
