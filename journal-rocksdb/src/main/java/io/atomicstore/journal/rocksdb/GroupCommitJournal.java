package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import io.atomicstore.journal.rocksdb.WriteCommand.Barrier;
import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The Pekko Persistence journal {@code atomic-store.rocksdb.journal}. It turns events into bytes
 * and hands them to the {@link GroupCommit}; reading is done on the replay dispatcher.
 *
 * <p>Pekko makes it by reflection, from its name in the configuration.
 */
final class GroupCommitJournal extends AsyncWriteJournal {

  private final RocksDbJournal journal;
  private final EventSerialization serialization;
  private final Executor replayExecutor;
  private final Clock clock = Clock.systemUTC();

  GroupCommitJournal(Config config) {
    this.journal = RocksDbJournal.get(context().system());
    this.serialization = new EventSerialization(context().system());
    this.replayExecutor =
        context().system().dispatchers().lookup(config.getString("replay-dispatcher"));
  }

  /**
   * Stores the events of one persistent actor.
   *
   * @return fails with {@link SequenceNrTakenException} or {@link SequenceNrGapException} if
   *     nothing was stored, and with {@link StoreUnavailableException} if that is not known
   */
  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    Preparation preparation = serialization.within(() -> new Preparation(writes));
    return ScalaFutures.of(
        journal
            .groupCommit()
            .submit(preparation.toCommand())
            .thenApply(done -> preparation.results()));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    return ScalaFutures.of(
        journal.groupCommit().submit(new DeleteEvents(persistenceId, toSequenceNr)));
  }

  /** Waits for writes under way, so that a restarted actor never gets a number in use. */
  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return ScalaFutures.of(
        journal
            .groupCommit()
            .submit(new Barrier())
            .thenApplyAsync(
                done -> journal.reader().highestSequenceNr(persistenceId), replayExecutor));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayCallback) {
    return ScalaFutures.of(
        CompletableFuture.runAsync(
            () ->
                replay(
                    new LogRange(persistenceId, fromSequenceNr, toSequenceNr), max, replayCallback),
            replayExecutor));
  }

  private void replay(LogRange range, long max, Consumer<PersistentRepr> replayCallback) {
    long remaining = max;
    LogRange left = range;
    while (remaining > 0 && !left.isEmpty()) {
      Page<StoredEvent> page = journal.reader().eventsOfLog(left);
      for (StoredEvent event : page.items()) {
        if (remaining > 0) {
          replayCallback.accept(serialization.restore(event));
          remaining--;
        }
      }
      left = page.isEnd() ? LogRange.NOTHING : left.from(page.next());
    }
  }

  /** The bytes of one call, and what to answer about each atomic write if all goes well. */
  private final class Preparation {
    private final long now = clock.millis();
    private final List<PreparedEvent> events = new ArrayList<>();
    private final List<Optional<Exception>> results = new ArrayList<>();
    private boolean hasRejected;
    private String persistenceId = "";
    private String writerUuid = "";
    private byte[] writerUuidBytes = {};

    private Preparation(Iterable<AtomicWrite> writes) {
      writes.forEach(this::add);
    }

    private void add(AtomicWrite write) {
      List<PersistentRepr> reprs = CollectionConverters.asJava(write.payload());
      int before = events.size();
      Exception failure = null;
      for (PersistentRepr repr : reprs) {
        note(repr);
        failure = failure == null ? prepare(repr) : failure;
      }
      if (failure != null) {
        events.subList(before, events.size()).clear();
        reprs.forEach(repr -> events.add(PreparedEvent.rejected(repr.sequenceNr())));
        hasRejected = true;
      }
      results.add(Optional.ofNullable(failure));
    }

    private void note(PersistentRepr repr) {
      if (persistenceId.isEmpty()) {
        persistenceId = repr.persistenceId();
      } else if (!persistenceId.equals(repr.persistenceId())) {
        throw new IllegalArgumentException(
            "one write is for one log, got persistence ids '%s' and '%s'"
                .formatted(persistenceId, repr.persistenceId()));
      }
      if (!writerUuid.equals(repr.writerUuid())) {
        writerUuid = repr.writerUuid();
        writerUuidBytes = EventSerialization.utf8(writerUuid);
      }
    }

    // Serializers are other people's code: whatever they throw rejects the event, alone.
    @SuppressWarnings("CatchingUnchecked")
    private @Nullable Exception prepare(PersistentRepr repr) {
      try {
        events.add(serialization.prepare(repr, writerUuidBytes, now));
        return null;
      } catch (Exception e) {
        return e;
      }
    }

    private AppendEvents toCommand() {
      return new AppendEvents(persistenceId, EventKey.prefixOf(persistenceId), writerUuid, events);
    }

    /** One result for each atomic write, or none, which Pekko takes for success of all. */
    private Iterable<Optional<Exception>> results() {
      return hasRejected ? results : List.of();
    }
  }
}
