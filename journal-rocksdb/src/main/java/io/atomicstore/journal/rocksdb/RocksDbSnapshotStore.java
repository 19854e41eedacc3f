package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.rocksdb.StoredEvent.Serialized;
import io.atomicstore.journal.rocksdb.WriteCommand.Barrier;
import io.atomicstore.journal.rocksdb.WriteCommand.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import scala.concurrent.Future;

/**
 * The Pekko snapshot store {@code atomic-store.rocksdb.snapshot-store}. It shares the journal's
 * database, its commits and their syncs. One snapshot is kept for a sequence number, the last.
 *
 * <p>Pekko makes it by reflection, from its name in the configuration.
 */
final class RocksDbSnapshotStore extends SnapshotStore {

  private final RocksDbJournal journal;
  private final EventSerialization serialization;
  private final Executor readExecutor;

  RocksDbSnapshotStore(Config config) {
    this.journal = RocksDbJournal.get(context().system());
    this.serialization = new EventSerialization(context().system());
    this.readExecutor =
        context().system().dispatchers().lookup(config.getString("read-dispatcher"));
  }

  /**
   * The newest snapshot that meets the criteria.
   *
   * @return fails with {@link CorruptRecordException} if it is damaged; an older one is not taken
   *     instead, since replaying the events from the beginning is as right and does not hide it
   */
  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return ScalaFutures.of(afterWritesUnderWay(() -> load(persistenceId, criteria)));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    byte[] key = new EventKey(metadata.persistenceId(), metadata.sequenceNr()).toBytes();
    Serialized its =
        metadata.metadata().isEmpty() ? null : serialization.serialize(metadata.metadata().get());
    byte[] value =
        new SnapshotRecord(metadata.timestamp(), serialization.serialize(snapshot), its)
            .toBytes(key);
    return ScalaFutures.of(submit(value.length, batch -> batch.put(family(), key, value)));
  }

  /** A timestamp of 0 stands for any. */
  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    SnapshotSelectionCriteria only =
        SnapshotSelectionCriteria.create(
            metadata.sequenceNr(),
            metadata.timestamp() == 0 ? Long.MAX_VALUE : metadata.timestamp(),
            metadata.sequenceNr(),
            metadata.timestamp());
    return doDeleteAsync(metadata.persistenceId(), only);
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return ScalaFutures.of(
        afterWritesUnderWay(() -> keysToDelete(persistenceId, criteria))
            .thenCompose(keys -> submit(16L * keys.size(), batch -> delete(keys, batch))));
  }

  private <T> CompletionStage<T> afterWritesUnderWay(Supplier<T> reading) {
    return journal
        .groupCommit()
        .submit(new Barrier())
        .thenApplyAsync(done -> reading.get(), readExecutor);
  }

  private CompletionStage<Void> submit(long bytes, RocksDbStore.Changes changes) {
    return journal.groupCommit().submit(new Change(bytes, changes));
  }

  private org.rocksdb.ColumnFamilyHandle family() {
    return journal.store().family(Table.SNAPSHOTS);
  }

  private Optional<SelectedSnapshot> load(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return journal
        .store()
        .read(
            reading -> {
              try (RocksIterator snapshots = reading.iterator(Table.SNAPSHOTS)) {
                toNewest(snapshots, persistenceId, criteria);
                while (isWithin(snapshots, persistenceId, criteria)) {
                  Found found = Found.of(persistenceId, snapshots, serialization);
                  if (criteria.matches(found.metadata())) {
                    return Optional.of(found);
                  }
                  snapshots.prev();
                }
                return Optional.<Found>empty();
              }
            })
        .map(found -> found.restored(serialization));
  }

  /** The keys of the snapshots that meet the criteria, and of those too damaged to tell. */
  private List<byte[]> keysToDelete(String persistenceId, SnapshotSelectionCriteria criteria) {
    return journal
        .store()
        .read(
            reading -> {
              List<byte[]> keys = new ArrayList<>();
              try (RocksIterator snapshots = reading.iterator(Table.SNAPSHOTS)) {
                toNewest(snapshots, persistenceId, criteria);
                while (isWithin(snapshots, persistenceId, criteria)) {
                  if (isToDelete(persistenceId, criteria, snapshots)) {
                    keys.add(snapshots.key());
                  }
                  snapshots.prev();
                }
              }
              return keys;
            });
  }

  private boolean isToDelete(
      String persistenceId, SnapshotSelectionCriteria criteria, RocksIterator snapshots) {
    try {
      return criteria.matches(Found.of(persistenceId, snapshots, serialization).metadata());
    } catch (CorruptRecordException e) {
      return true;
    }
  }

  private void delete(List<byte[]> keys, WriteBatch batch) throws RocksDBException {
    for (byte[] key : keys) {
      batch.delete(family(), key);
    }
  }

  private static void toNewest(
      RocksIterator snapshots, String persistenceId, SnapshotSelectionCriteria criteria) {
    snapshots.seekForPrev(EventKey.of(EventKey.prefixOf(persistenceId), criteria.maxSequenceNr()));
  }

  private static boolean isWithin(
      RocksIterator snapshots, String persistenceId, SnapshotSelectionCriteria criteria)
      throws RocksDBException {
    snapshots.status();
    return snapshots.isValid()
        && EventKey.hasPrefix(snapshots.key(), EventKey.prefixOf(persistenceId))
        && EventKey.sequenceNrOf(snapshots.key()) >= criteria.minSequenceNr();
  }

  private record Found(SnapshotMetadata metadata, Serialized snapshot) {
    private static Found of(
        String persistenceId, RocksIterator snapshots, EventSerialization serialization) {
      byte[] key = snapshots.key();
      SnapshotRecord record = SnapshotRecord.decode(key, snapshots.value());
      SnapshotMetadata metadata =
          SnapshotMetadata.apply(persistenceId, EventKey.sequenceNrOf(key), record.timestamp());
      Serialized its = record.metadata();
      return new Found(
          its == null ? metadata : metadata.withMetadata(serialization.restore(its)),
          record.snapshot());
    }

    private SelectedSnapshot restored(EventSerialization serialization) {
      return new SelectedSnapshot(metadata, serialization.restore(snapshot));
    }
  }
}
