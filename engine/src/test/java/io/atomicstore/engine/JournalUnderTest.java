package io.atomicstore.engine;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The journals on which a log has to do the same. */
enum JournalUnderTest {
  /** With snapshots, and an index of event ids. */
  ROCKSDB,
  /** A {@link ControlledJournal}, without either. */
  IN_MEMORY;

  /** A new store, with that directory to itself. */
  StoreUnderTest start(Path directory, UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    return this == ROCKSDB
        ? new StoreUnderTest(
            directory, builder -> settings.apply(builder.plugins("atomic-store.rocksdb")))
        : new StoreUnderTest(ControlledJournal.on(StoredInMemory.create()), settings);
  }
}
