package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one commit stored, in order: the index by which all events of the store are read in the
 * order in which they became durable. Format version 1.
 *
 * <pre>
 *   key    | ordering of the commit's first event u64 |
 *   byte   0            1         2            6
 *   value  | version u8 | 0       | CRC32C u32 | runs, up to the end |
 *   run    | length u16, persistence id (UTF-8) | first sequence nr u64 | events u32 |
 * </pre>
 *
 * Orderings count from 1 without gaps: a commit's first is its predecessor's plus the number of
 * events in that. A lost commit is therefore noticed. One record a commit, not one an event, is
 * what makes the index nearly free; see docs/decisions/order-of-all-events.md.
 */
record CommitRecord(long firstOrdering, List<Run> runs) {

  static final String WHAT = "the commit record";

  private static final int VERSION = 1;

  CommitRecord {
    runs = List.copyOf(runs);
  }

  /** Events of one log next to each other in sequence number and in ordering. */
  record Run(String persistenceId, long firstSequenceNr, int events) {}

  /** Gathers the runs of the commit that is being written. */
  static final class Builder {
    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();

    void add(byte[] prefix, long firstSequenceNr, int events) {
      runs.writeBytes(prefix);
      runs.writeBytes(ByteBuffer.allocate(12).putLong(firstSequenceNr).putInt(events).array());
    }

    /** The value to store under {@code key}, complete with its checksum. */
    byte[] toBytes(byte[] key) {
      byte[] value = new byte[Checksum.HEADER_BYTES + runs.size()];
      value[0] = VERSION;
      System.arraycopy(runs.toByteArray(), 0, value, Checksum.HEADER_BYTES, runs.size());
      Checksum.seal(key, value);
      return value;
    }
  }

  static byte[] key(long firstOrdering) {
    return ByteBuffer.allocate(Long.BYTES).putLong(firstOrdering).array();
  }

  static CommitRecord decode(byte[] key, byte[] value) {
    EventKey where = new EventKey("", ByteBuffer.wrap(key).getLong());
    Checksum.verify(WHAT, where, key, value);
    Checksum.requireVersion(WHAT, where, value, VERSION);
    ByteBuffer rest = ByteBuffer.wrap(value).position(Checksum.HEADER_BYTES);
    List<Run> runs = new ArrayList<>();
    try {
      while (rest.hasRemaining()) {
        byte[] id = new byte[Short.toUnsignedInt(rest.getShort())];
        rest.get(id);
        runs.add(new Run(new String(id, UTF_8), rest.getLong(), rest.getInt()));
      }
    } catch (BufferUnderflowException e) {
      throw CorruptRecordException.unreadable(
          WHAT, "", where.sequenceNr(), "ends before its last field");
    }
    return new CommitRecord(where.sequenceNr(), runs);
  }

  /** The ordering that the next commit begins with. */
  long nextOrdering() {
    long next = firstOrdering;
    for (Run run : runs) {
      next += run.events();
    }
    return next;
  }

  /** Whether the event at {@code key} is in this commit, with this ordering. */
  boolean names(EventKey key, long ordering) {
    long runOrdering = firstOrdering;
    for (Run run : runs) {
      long sequenceNr = run.firstSequenceNr() + (ordering - runOrdering);
      if (ordering >= runOrdering && ordering < runOrdering + run.events()) {
        return run.persistenceId().equals(key.persistenceId()) && sequenceNr == key.sequenceNr();
      }
      runOrdering += run.events();
    }
    return false;
  }
}
