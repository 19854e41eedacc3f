package io.atomicstore.journal.rocksdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The embedded store of one actor system, opened when it is first asked for and closed when the
 * system has ended. The journal, the snapshot store and the read journal share it.
 *
 * <p>Safe for any number of threads.
 */
public final class RocksDbJournal implements Extension {

  private static final Id ID = new Id();

  private final RocksDbStore store;
  private final CommitNotifier notifier = new CommitNotifier();
  private final GroupCommit groupCommit;
  private final EventReader reader;
  private final IndexedIds ids;

  private RocksDbJournal(RocksDbStore store, StoreSettings settings, IndexedIds ids) {
    this.store = store;
    this.ids = ids;
    this.groupCommit = GroupCommit.start(store, settings, notifier);
    this.reader = new EventReader(store, settings);
  }

  private static RocksDbJournal open(StoreSettings settings, IndexedIds ids) {
    RocksDbStore store = StoreOpening.open(settings, ids);
    try {
      return new RocksDbJournal(store, settings, ids);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * The store of {@code system}, in the directory that {@code atomic-store.rocksdb.directory}
   * names. A store of an older format is migrated first: that blocks for as long as it takes to
   * read all of it once, and says so in the log. A program with a large one calls this before it
   * starts its persistent actors, whose recoveries would time out.
   *
   * @throws StoreUnavailableException if the directory is in use, cannot be used or is damaged
   * @throws MigrationRefusedException if the store has an older format and an event of it cannot be
   *     read; the store was left as it was
   */
  public static RocksDbJournal get(ActorSystem system) {
    return ID.get(system);
  }

  /**
   * Copies the store as it is at one moment, while writing goes on. The copy is a store itself:
   * name its directory in {@code atomic-store.rocksdb.directory}. Files that do not change any more
   * are shared with the copy where both directories are on one file system.
   *
   * <p>Blocks while the memory tables are written and files copied.
   *
   * @param directory must not exist; its parent must
   * @throws StoreUnavailableException if the copy could not be made; remove what there is of it
   */
  public void checkpoint(Path directory) {
    if (Files.exists(directory)) {
      throw new IllegalArgumentException(
          "a checkpoint needs a directory that does not exist, got '" + directory + "'");
    }
    store.checkpoint(directory);
  }

  /**
   * Reads the whole store as it is at one moment, while writing goes on, and reports what is
   * damaged or missing: checksums of every record and of every file, gaps in logs, indexes that do
   * not agree with the events. Payloads are deserialized, to see that they can be and that those
   * with an id are found by it. The one thing it cannot see is a loss of the very last events of
   * all.
   *
   * <p>Blocks until it is done; it reads every record about twice.
   *
   * @param progress gets the number of records read so far, now and then
   * @throws StoreUnavailableException if the store is closed meanwhile
   */
  public VerificationReport verify(LongConsumer progress) {
    return Verification.run(store, ids, progress);
  }

  GroupCommit groupCommit() {
    return groupCommit;
  }

  EventReader reader() {
    return reader;
  }

  CommitNotifier notifier() {
    return notifier;
  }

  RocksDbStore store() {
    return store;
  }

  /** Writes what waits, lets reads end, closes the database. */
  private void close() {
    groupCommit.close();
    store.close();
  }

  private static final class Id extends AbstractExtensionId<RocksDbJournal> {
    @Override
    public RocksDbJournal createExtension(ExtendedActorSystem system) {
      EventSerialization serialization = new EventSerialization(system);
      RocksDbJournal journal =
          open(StoreSettings.of(system.settings().config()), serialization::indexedId);
      system.registerOnTermination(journal::close);
      return journal;
    }
  }
}
