package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import io.atomicstore.journal.rocksdb.WriteCommand.Barrier;
import io.atomicstore.journal.rocksdb.WriteCommand.Change;
import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What goes into one batch: admitted commands in their order, their events numbered, with all that
 * leads to them. Owned by the writing thread.
 */
final class Commit {
  private final RocksDbStore store;
  private final LogHeads heads;
  private final List<WriteCommand> admitted = new ArrayList<>();
  private final List<AppendEvents> appended = new ArrayList<>();
  private final CommitRecord.Builder record = new CommitRecord.Builder();
  private final long firstOrdering;
  private long ordering;
  private boolean hasNewLog;
  private boolean hasWritten;

  Commit(RocksDbStore store, LogHeads heads, long firstOrdering) {
    this.store = store;
    this.heads = heads;
    this.firstOrdering = firstOrdering;
    this.ordering = firstOrdering;
  }

  /** Fills the batch. A command that is refused fails here and is left out. */
  void addAll(List<WriteCommand> commands, WriteBatch batch) throws RocksDBException {
    for (WriteCommand command : commands) {
      add(command, batch);
    }
    if (ordering > firstOrdering) {
      byte[] key = CommitRecord.key(firstOrdering);
      batch.put(store.family(Table.COMMITS), key, record.toBytes(key));
    }
    hasWritten = batch.count() > 0;
  }

  private void add(WriteCommand command, WriteBatch batch) throws RocksDBException {
    RuntimeException refusal = null;
    try {
      if (command instanceof AppendEvents append) {
        refusal = append(append, batch);
      } else if (command instanceof DeleteEvents delete) {
        delete(delete, batch);
      } else if (command instanceof Change change) {
        change.changes.addTo(batch);
      }
    } catch (CorruptRecordException | StoreUnavailableException e) {
      // Where its log ends could not be read; that comes first, so nothing is in the batch yet.
      refusal = e;
    }
    if (refusal == null) {
      admitted.add(command);
    } else {
      command.fail(refusal);
    }
  }

  private @Nullable RuntimeException append(AppendEvents write, WriteBatch batch)
      throws RocksDBException {
    long highest = heads.highest(write.persistenceId, write.prefix);
    RuntimeException refusal = heads.refusal(write);
    if (refusal != null) {
      return refusal;
    }
    long first = highest + 1;
    for (PreparedEvent event : write.events) {
      if (!event.isRejected()) {
        while (highest + 1 < event.sequenceNr) {
          highest++;
          put(write, highest, EventRecord.skipped(), batch);
        }
        highest = event.sequenceNr;
        index(event, put(write, highest, event.value(), batch), batch);
        indexId(event, write.prefix, batch);
      }
    }
    if (highest >= first) {
      record.add(write.prefix, first, Math.toIntExact(highest - first + 1));
      appended.add(write);
    }
    return null;
  }

  /** Stores one event; the key it got. */
  private byte[] put(AppendEvents write, long sequenceNr, byte[] value, WriteBatch batch)
      throws RocksDBException {
    byte[] key = EventKey.of(write.prefix, sequenceNr);
    EventRecord.seal(key, value, ordering);
    batch.put(store.family(Table.EVENTS), key, value);
    if (sequenceNr == 1) {
      byte[] logKey = CommitRecord.key(ordering);
      batch.put(store.family(Table.LOGS), logKey, IndexEntry.encode(logKey, key));
      hasNewLog = true;
    }
    ordering++;
    return key;
  }

  private void index(PreparedEvent event, byte[] eventKey, WriteBatch batch)
      throws RocksDBException {
    for (byte[] tag : event.tags) {
      byte[] key = EventKey.of(IndexEntry.tagPrefix(tag), ordering - 1);
      batch.put(store.family(Table.TAGS), key, IndexEntry.encode(key, eventKey));
    }
  }

  private void indexId(PreparedEvent event, byte[] prefix, WriteBatch batch)
      throws RocksDBException {
    UUID id = event.indexedId;
    if (id != null) {
      byte[] key = EventIdEntry.key(prefix, id);
      batch.put(store.family(Table.EVENT_IDS), key, EventIdEntry.encode(key, event.sequenceNr));
    }
  }

  private void delete(DeleteEvents delete, WriteBatch batch) throws RocksDBException {
    long highest = heads.highest(delete.persistenceId, delete.prefix);
    long upTo = Math.min(delete.toSequenceNr, highest);
    long deleted =
        store.read(reading -> reading.deletion(delete.persistenceId, delete.prefix)).deletedUpTo();
    if (upTo > deleted) {
      byte[] record = new DeletionRecord(upTo, highest).toBytes(delete.prefix);
      batch.put(store.family(Table.DELETIONS), delete.prefix, record);
      batch.deleteRange(
          store.family(Table.EVENTS),
          EventKey.of(delete.prefix, 0),
          EventKey.of(delete.prefix, upTo + 1));
    }
  }

  /** What is durable once the batch is. */
  List<WriteCommand> admitted() {
    return admitted;
  }

  /**
   * Those of the admitted commands that store events, with the records that went into the batch.
   */
  List<AppendEvents> appended() {
    return appended;
  }

  /** The ordering that the next commit begins with. */
  long nextOrdering() {
    return ordering;
  }

  boolean hasNewLog() {
    return hasNewLog;
  }

  boolean hasWritten() {
    return hasWritten;
  }

  /** Answers the commands of a commit that is not written at all. */
  void passBarriers(List<WriteCommand> commands, StoreUnavailableException cause) {
    for (WriteCommand command : commands) {
      if (command instanceof Barrier) {
        admitted.add(command);
      } else {
        command.fail(cause);
      }
    }
  }

  /** Answers the commands of a commit of which nobody knows what is stored. */
  void failAll(List<WriteCommand> commands, Throwable cause) {
    StoreUnavailableException failure =
        new StoreUnavailableException(
            store.directory(), "failed to write: " + cause.getMessage(), cause);
    for (WriteCommand command : commands) {
      if (command instanceof Barrier) {
        command.succeed();
      } else {
        command.fail(failure);
      }
    }
  }
}
