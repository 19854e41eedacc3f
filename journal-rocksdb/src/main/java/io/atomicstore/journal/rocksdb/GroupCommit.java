package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
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
    Commit commit = new Commit(store, heads, nextOrdering);
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
    nextOrdering = commit.nextOrdering();
    if (commit.hasWritten()) {
      commits.increment();
    }
    heads.forgetOldest();
    logsRemembered = heads.remembered();
    commit.admitted().forEach(WriteCommand::succeed);
    notifier.committed(commit.appended(), commit.hasNewLog());
  }

  private void breakOff(Throwable cause) {
    broken =
        new StoreUnavailableException(
            store.directory(),
            "takes no writes until it is opened anew, since one failed: " + cause.getMessage(),
            cause);
    LOG.error("directory='{}' a write failed, no more are taken", store.directory(), cause);
  }
}
