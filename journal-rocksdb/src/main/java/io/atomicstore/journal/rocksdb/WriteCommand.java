package io.atomicstore.journal.rocksdb;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Something for the writing thread to do, in its turn. */
abstract sealed class WriteCommand {

  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Completes when what was asked is durable, or fails; on the writing thread. */
  CompletionStage<Void> whenDone() {
    return done;
  }

  /** How much of the queue and of a commit it takes. */
  abstract long bytes();

  void succeed() {
    done.complete(null);
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  /** Does nothing but wait until all that was asked before it is done. */
  static final class Barrier extends WriteCommand {
    @Override
    long bytes() {
      return 0;
    }
  }

  /** Deletes a log's events up to and including a sequence number. */
  static final class DeleteEvents extends WriteCommand {
    final String persistenceId;
    final byte[] prefix;
    final long toSequenceNr;

    DeleteEvents(String persistenceId, long toSequenceNr) {
      this.persistenceId = persistenceId;
      this.prefix = EventKey.prefixOf(persistenceId);
      this.toSequenceNr = toSequenceNr;
    }

    @Override
    long bytes() {
      return prefix.length;
    }
  }

  /** Changes that no rule watches over: snapshots. */
  static final class Change extends WriteCommand {
    final RocksDbStore.Changes changes;
    private final long bytes;

    Change(long bytes, RocksDbStore.Changes changes) {
      this.bytes = bytes;
      this.changes = changes;
    }

    @Override
    long bytes() {
      return bytes;
    }
  }

  /** Events that one writer stores in one log at once: all of them or none. */
  static final class AppendEvents extends WriteCommand {
    final String persistenceId;
    final byte[] prefix;
    final String writerUuid;
    final Iterable<PreparedEvent> events;
    private final long bytes;

    AppendEvents(
        String persistenceId, byte[] prefix, String writerUuid, Iterable<PreparedEvent> events) {
      this.persistenceId = persistenceId;
      this.prefix = prefix;
      this.writerUuid = writerUuid;
      this.events = events;
      long sum = 0;
      for (PreparedEvent event : events) {
        sum += event.bytes();
      }
      this.bytes = sum;
    }

    @Override
    long bytes() {
      return bytes;
    }
  }
}
