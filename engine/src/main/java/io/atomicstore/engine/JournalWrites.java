package io.atomicstore.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AbstractPersistentActor;

/**
 * Has the journal store the records of one log, in one atomic write at a time: what is to be
 * written meanwhile waits, and makes up the next.
 *
 * <p>A journal may reject a write and take those behind it. Pekko sends it the next before it tells
 * of the rejection: what rests on the rejected events would be stored without them, and the log
 * could never be opened again.
 */
final class JournalWrites {

  /** What waits is parted, between submissions, into writes of about this size. */
  private static final int EVENTS_MAX = 1_000;

  private static final long BYTES_MAX = 1 << 20;

  private final AbstractPersistentActor log;
  private final Consumer<StoredRecord> durable;
  private final Deque<List<StoredRecord>> waiting = new ArrayDeque<>();

  /** How many records of the write under way are not yet known to be durable. */
  private int beingWritten;

  /**
   * Writes for {@code log}.
   *
   * @param durable told of each record, in order
   */
  JournalWrites(AbstractPersistentActor log, Consumer<StoredRecord> durable) {
    this.log = log;
    this.durable = durable;
  }

  /** Writes the records of one submission: all of them become durable, or none. */
  void write(List<StoredRecord> records) {
    waiting.addLast(records);
    if (beingWritten == 0) {
      writeWaiting();
    }
  }

  private void writeWaiting() {
    List<StoredRecord> records = new ArrayList<>(waiting.removeFirst());
    long bytes = bytesOf(records);
    while (!waiting.isEmpty()
        && records.size() + waiting.getFirst().size() <= EVENTS_MAX
        && bytes + bytesOf(waiting.getFirst()) <= BYTES_MAX) {
      bytes += bytesOf(waiting.getFirst());
      records.addAll(waiting.removeFirst());
    }
    beingWritten = records.size();
    if (records.size() == 1) {
      log.persistAsync(records.get(0), this::onDurable);
    } else {
      log.persistAllAsync(records, this::onDurable);
    }
  }

  private static long bytesOf(List<StoredRecord> records) {
    long bytes = 0;
    for (StoredRecord record : records) {
      bytes += record.sizeBytes();
    }
    return bytes;
  }

  private void onDurable(StoredRecord record) {
    beingWritten--;
    durable.accept(record);
    if (beingWritten == 0 && !waiting.isEmpty()) {
      writeWaiting();
    }
  }
}
