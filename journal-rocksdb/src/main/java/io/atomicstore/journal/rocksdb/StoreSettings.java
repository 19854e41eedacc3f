package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** The settings of {@code atomic-store.rocksdb}; {@code reference.conf} says what each is for. */
record StoreSettings(
    Path directory,
    int commitWritesMax,
    long commitBytesMax,
    int queueWritesMax,
    long queueBytesMax,
    int logsRememberedMax,
    int pageEventsMax,
    long pageBytesMax,
    long blockCacheBytes,
    long memtableBytes,
    long walBytesMax,
    boolean isCountingStatistics) {

  static final String PATH = "atomic-store.rocksdb";

  StoreSettings {
    requireAtLeast("commit-writes-max", commitWritesMax, 1);
    requireAtLeast("commit-bytes-max", commitBytesMax, 1);
    requireAtLeast("queue-writes-max", queueWritesMax, 1);
    requireAtLeast("queue-bytes-max", queueBytesMax, 1);
    // A writer whose write was refused must be remembered while later ones of it are queued.
    requireAtLeast("logs-remembered-max", logsRememberedMax, queueWritesMax);
    requireAtLeast("page-events-max", pageEventsMax, 1);
    requireAtLeast("page-bytes-max", pageBytesMax, 1);
    requireAtLeast("block-cache-bytes", blockCacheBytes, 0);
    requireAtLeast("memtable-bytes", memtableBytes, 65_536);
    requireAtLeast("wal-bytes-max", walBytesMax, 65_536);
  }

  /** Reads the settings from the configuration of an actor system. */
  static StoreSettings of(Config root) {
    Config config = root.getConfig(PATH);
    return new StoreSettings(
        Path.of(config.getString("directory")).toAbsolutePath().normalize(),
        config.getInt("commit-writes-max"),
        config.getLong("commit-bytes-max"),
        config.getInt("queue-writes-max"),
        config.getLong("queue-bytes-max"),
        config.getInt("logs-remembered-max"),
        config.getInt("page-events-max"),
        config.getLong("page-bytes-max"),
        config.getLong("block-cache-bytes"),
        config.getLong("memtable-bytes"),
        config.getLong("wal-bytes-max"),
        config.getBoolean("rocksdb-statistics"));
  }

  private static void requireAtLeast(String name, long found, long least) {
    if (found < least) {
      throw new IllegalArgumentException(
          PATH + "." + name + " must be at least " + least + ", got " + found);
    }
  }
}
