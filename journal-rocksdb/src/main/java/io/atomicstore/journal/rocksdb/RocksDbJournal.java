package io.atomicstore.journal.rocksdb;

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

  private RocksDbJournal(StoreSettings settings) {
    this.store = StoreOpening.open(settings);
    this.groupCommit = GroupCommit.start(store, settings, notifier);
    this.reader = new EventReader(store, settings);
  }

  /**
   * The store of {@code system}, in the directory that {@code atomic-store.rocksdb.directory}
   * names.
   *
   * @throws StoreUnavailableException if the directory is in use, cannot be used or is damaged
   */
  public static RocksDbJournal get(ActorSystem system) {
    return ID.get(system);
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
      RocksDbJournal journal = new RocksDbJournal(StoreSettings.of(system.settings().config()));
      system.registerOnTermination(journal::close);
      return journal;
    }
  }
}
