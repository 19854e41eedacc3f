package io.atomicstore.journal.rocksdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event in the bytes in which it will be stored, up to what only the writing thread knows. */
final class PreparedEvent {

  /** What a key and RocksDB's own bookkeeping add to a value, roughly. */
  private static final long OVERHEAD_BYTES = 64L;

  final long sequenceNr;
  final List<byte[]> tags;
  private final byte @Nullable [] value;

  private PreparedEvent(long sequenceNr, List<byte[]> tags, byte @Nullable [] value) {
    this.sequenceNr = sequenceNr;
    this.tags = tags;
    this.value = value;
  }

  static PreparedEvent of(long sequenceNr, List<byte[]> tags, byte[] value) {
    return new PreparedEvent(sequenceNr, tags, value);
  }

  /** An event that could not be serialized: it takes its number and is not stored. */
  static PreparedEvent rejected(long sequenceNr) {
    return new PreparedEvent(sequenceNr, List.of(), null);
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
    return OVERHEAD_BYTES + (value == null ? 0 : value.length);
  }
}
