package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.StoreUnavailableException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Statistics;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;

/**
 * Opens a directory as a store, and says clearly why if it cannot.
 *
 * <p>Only one opening holds a directory at a time; RocksDB's own lock sees to it, within a process
 * as well as between processes. How damage in RocksDB's log of writes is told from a write cut off
 * by a crash is argued in docs/decisions/recovery-after-a-crash.md.
 */
final class StoreOpening {

  private final StoreSettings settings;
  private final List<RocksObject> options = new ArrayList<>();

  private StoreOpening(StoreSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens the directory, creating it and its parents where they do not exist.
   *
   * @param ids is asked about each event of a store that has no index of event ids yet
   * @throws StoreUnavailableException naming the directory and what is in the way
   * @throws MigrationRefusedException if the store has an older format and cannot be migrated
   */
  static RocksDbStore open(StoreSettings settings, IndexedIds ids) {
    RocksDB.loadLibrary();
    prepare(settings.directory());
    StoreOpening opening = new StoreOpening(settings);
    RocksDbStore store = opening.openDatabase();
    try {
      StoreFormat.bringUpToDate(store, ids);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
    return store;
  }

  private static void prepare(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StoreUnavailableException(directory, "cannot be opened: it is a file", null);
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StoreUnavailableException(directory, "cannot be created: " + e, e);
    }
    if (!Files.isWritable(directory)) {
      throw new StoreUnavailableException(
          directory, "cannot be opened: no permission to write there", null);
    }
  }

  private RocksDbStore openDatabase() {
    Path directory = settings.directory();
    Statistics statistics = settings.isCountingStatistics() ? owned(new Statistics()) : null;
    DBOptions database = databaseOptions(statistics);
    List<ColumnFamilyDescriptor> tables = new ArrayList<>();
    ColumnFamilyOptions table = tableOptions();
    for (Table each : Table.values()) {
      tables.add(new ColumnFamilyDescriptor(each.familyName(), table));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB opened = RocksDB.open(database, directory.toString(), tables, handles);
      Map<Table, ColumnFamilyHandle> families = new EnumMap<>(Table.class);
      Iterator<ColumnFamilyHandle> handle = handles.iterator();
      for (Table each : Table.values()) {
        families.put(each, handle.next());
      }
      return new RocksDbStore(directory, opened, families, options, statistics);
    } catch (RocksDBException e) {
      options.forEach(RocksObject::close);
      throw unavailable(directory, e);
    }
  }

  private static StoreUnavailableException unavailable(Path directory, RocksDBException failure) {
    String message = String.valueOf(failure.getMessage());
    Status status = failure.getStatus();
    if (message.contains("lock hold by current process")) {
      return new StoreUnavailableException(
          directory, Problem.IN_USE, "is already open in this process", failure);
    } else if (message.contains("While lock file")) {
      return new StoreUnavailableException(
          directory, Problem.IN_USE, "is already open in another process", failure);
    } else if (status != null && status.getCode() == Status.Code.Corruption) {
      return new StoreUnavailableException(
          directory, "is damaged, restore it from a checkpoint: " + message, failure);
    }
    return new StoreUnavailableException(directory, "cannot be opened: " + message, failure);
  }

  private DBOptions databaseOptions(@Nullable Statistics statistics) {
    Properties unexposed = new Properties();
    // Notices a log of writes that is missing or cut short although a newer one follows it.
    unexposed.setProperty("track_and_verify_wals_in_manifest", "true");
    DBOptions database =
        owned(DBOptions.getDBOptionsFromProps(unexposed))
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setParanoidChecks(true)
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            // A write that failed is not retried behind our back: see StoreUnavailableException.
            .setMaxBgErrorResumeCount(0)
            .setMaxTotalWalSize(settings.walBytesMax())
            .setMaxBackgroundJobs(2)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(5)
            .setStatsDumpPeriodSec(0);
    if (statistics != null) {
      database.setStatistics(statistics);
    }
    return database;
  }

  private ColumnFamilyOptions tableOptions() {
    Cache cache = owned(new LRUCache(settings.blockCacheBytes()));
    BlockBasedTableConfig format =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(16_384)
            .setFilterPolicy(owned(new BloomFilter(10)));
    return owned(new ColumnFamilyOptions())
        .setWriteBufferSize(settings.memtableBytes())
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setParanoidFileChecks(true)
        .setTableFormatConfig(format);
  }

  private <T extends RocksObject> T owned(T option) {
    options.add(option);
    return option;
  }
}
