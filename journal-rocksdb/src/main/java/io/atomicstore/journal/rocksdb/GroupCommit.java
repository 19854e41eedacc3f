package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import io.atomicstore.journal.rocksdb.WriteCommand.Barrier;
import io.atomicstore.journal.rocksdb.WriteCommand.Change;
import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What is asked while it syncs waits and shares the next sync, however
 * many logs it comes from; a refused write is left out and harms no other.
 *
 * <p>It numbers the events of the store. If a write fails nobody knows what of it is on disk, so
 * from then on every write is refused until the store is opened anew; barriers still pass.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final RocksDbStore store;
  private final StoreSettings settings;
  private final CommitNotifier notifier;
  private final WriteQueue queue;
  private final LogHeads heads;
  private final Thread thread;
  private long nextOrdering;
  private @Nullable StoreUnavailableException broken;
  private final LongAdder commits = new LongAdder();
  private volatile int logsRemembered;

  /** Starts the thread. */
  static GroupCommit start(RocksDbStore store, StoreSettings settings, CommitNotifier notifier) {
    GroupCommit groupCommit = new GroupCommit(store, settings, notifier);
    groupCommit.thread.start();
    return groupCommit;
  }

  private GroupCommit(RocksDbStore store, StoreSettings settings, CommitNotifier notifier) {
    this.store = store;
    this.settings = settings;
    this.notifier = notifier;
    this.queue = new WriteQueue(settings.queueWritesMax(), settings.queueBytesMax());
    this.heads =
        new LogHeads(
            settings.logsRememberedMax(),
            (persistenceId, prefix) ->
                store.read(reading -> reading.highestSequenceNr(persistenceId, prefix)));
    this.nextOrdering = store.read(RocksDbStore.Reading::nextOrdering);
    this.thread = new Thread(this::run, "atomic-store-rocksdb-writer");
    thread.setDaemon(true);
  }

  /** Hands over a command; waits while the queue is full. */
  CompletionStage<Void> submit(WriteCommand command) {
    if (!queue.put(command)) {
      command.fail(new StoreUnavailableException(store.directory(), "is closed", null));
    }
    return command.whenDone();
  }

  /** How many times something was written and synced. */
  long commits() {
    return commits.sum();
  }

  /** How many logs are held in memory. */
  int logsRemembered() {
    return logsRemembered;
  }

  /** Writes what waits, then ends the thread. */
  @Override
  public void close() {
    queue.close();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<WriteCommand> taken = queue.take(settings.commitWritesMax(), settings.commitBytesMax());
    while (!taken.isEmpty()) {
      List<WriteCommand> together = new ArrayList<>(taken.size());
      for (WriteCommand command : taken) {
        // Reads what earlier commands stored, so it cannot share their commit.
        if (command instanceof DeleteEvents) {
          commit(together);
          commit(List.of(command));
          together = new ArrayList<>();
        } else {
          together.add(command);
        }
      }
      commit(together);
      taken = queue.take(settings.commitWritesMax(), settings.commitBytesMax());
    }
  }

  /** The outermost loop's body: whatever goes wrong, everyone who waits gets an answer. */
  private void commit(List<WriteCommand> commands) {
    if (commands.isEmpty()) {
      return;
    }
    Commit commit = new Commit();
    try {
      if (broken == null) {
        store.write(batch -> commit.addAll(commands, batch));
      } else {
        commit.passBarriers(commands, broken);
      }
    } catch (RocksDBException | RuntimeException | Error e) {
      breakOff(e);
      commit.failAll(commands, e);
      return;
    }
    nextOrdering = commit.ordering;
    if (commit.hasWritten) {
      commits.increment();
    }
    heads.forgetOldest();
    logsRemembered = heads.remembered();
    commit.admitted.forEach(WriteCommand::succeed);
    notifier.committed(commit.appended, commit.hasNewLog);
  }

  private void breakOff(Throwable cause) {
    broken =
        new StoreUnavailableException(
            store.directory(),
            "takes no writes until it is opened anew, since one failed: " + cause.getMessage(),
            cause);
    LOG.error("directory='{}' a write failed, no more are taken", store.directory(), cause);
  }

  /** What goes into one batch. */
  private final class Commit {
    private final List<WriteCommand> admitted = new ArrayList<>();
    private final List<AppendEvents> appended = new ArrayList<>();
    private final CommitRecord.Builder record = new CommitRecord.Builder();
    private final long firstOrdering = nextOrdering;
    private long ordering = nextOrdering;
    private boolean hasNewLog;
    private boolean hasWritten;

    private void addAll(List<WriteCommand> commands, WriteBatch batch) throws RocksDBException {
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

    private void delete(DeleteEvents delete, WriteBatch batch) throws RocksDBException {
      long highest = heads.highest(delete.persistenceId, delete.prefix);
      long upTo = Math.min(delete.toSequenceNr, highest);
      long deleted =
          store
              .read(reading -> reading.deletion(delete.persistenceId, delete.prefix))
              .deletedUpTo();
      if (upTo > deleted) {
        byte[] record = new DeletionRecord(upTo, highest).toBytes(delete.prefix);
        batch.put(store.family(Table.DELETIONS), delete.prefix, record);
        batch.deleteRange(
            store.family(Table.EVENTS),
            EventKey.of(delete.prefix, 0),
            EventKey.of(delete.prefix, upTo + 1));
      }
    }

    private void passBarriers(List<WriteCommand> commands, StoreUnavailableException cause) {
      for (WriteCommand command : commands) {
        if (command instanceof Barrier) {
          admitted.add(command);
        } else {
          command.fail(cause);
        }
      }
    }

    private void failAll(List<WriteCommand> commands, Throwable cause) {
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
}
