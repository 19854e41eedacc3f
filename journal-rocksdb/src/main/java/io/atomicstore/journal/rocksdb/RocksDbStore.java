package io.atomicstore.journal.rocksdb;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Statistics;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One opened RocksDB database. Every use of native memory passes through here: a call on a closed
 * handle would end the JVM, so each holds the gate, and closing waits until the gate is free.
 *
 * <p>Safe for any number of threads that read; one thread writes.
 */
final class RocksDbStore implements AutoCloseable {

  private final Path directory;
  private final RocksDB database;
  private final Map<Table, ColumnFamilyHandle> families;
  private final List<RocksObject> options;
  private final @Nullable Statistics statistics;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile boolean isClosed;

  /** Takes over the handles: {@link #close} closes them. Made by {@link StoreOpening}. */
  RocksDbStore(
      Path directory,
      RocksDB database,
      Map<Table, ColumnFamilyHandle> families,
      List<RocksObject> options,
      @Nullable Statistics statistics) {
    this.directory = directory;
    this.database = database;
    this.families = new EnumMap<>(families);
    this.options = List.copyOf(options);
    this.statistics = statistics;
  }

  /** Something done with the database while it cannot be closed. */
  interface Use<T extends @Nullable Object> {
    T with(Reading reading) throws RocksDBException;
  }

  /** Changes that are written together. */
  interface Changes {
    void addTo(WriteBatch batch) throws RocksDBException;
  }

  Path directory() {
    return directory;
  }

  boolean isClosed() {
    return isClosed;
  }

  ColumnFamilyHandle family(Table table) {
    return Objects.requireNonNull(families.get(table));
  }

  /**
   * Runs {@code use} while the store stays open. It must not keep what it was given.
   *
   * @throws StoreUnavailableException if the store is closed or RocksDB fails to read
   */
  <T extends @Nullable Object> T read(Use<T> use) {
    enter();
    try (ReadOptions readOptions = new ReadOptions()) {
      return use.with(new Reading(this, database, readOptions));
    } catch (RocksDBException e) {
      throw new StoreUnavailableException(directory, "cannot be read: " + e.getMessage(), e);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Writes the changes together and syncs them: durable once this returns.
   *
   * @throws RocksDBException if it is not known whether they are stored
   */
  void write(Changes changes) throws RocksDBException {
    enter();
    try (WriteBatch batch = new WriteBatch()) {
      changes.addTo(batch);
      if (batch.count() > 0) {
        database.write(synced, batch);
      }
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Writes a batch and syncs it: durable once this returns.
   *
   * @throws RocksDBException if it is not known whether it is stored
   */
  void write(WriteBatch batch) throws RocksDBException {
    enter();
    try {
      database.write(synced, batch);
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Removes a table with all that is in it. Only while nobody else uses the store. */
  void drop(Table table) {
    try (ColumnFamilyHandle family = Objects.requireNonNull(families.remove(table))) {
      database.dropColumnFamily(family);
    } catch (RocksDBException e) {
      throw new StoreUnavailableException(directory, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Copies the store as it is at one moment into a directory that does not exist yet. */
  void checkpoint(Path target) {
    this.<@Nullable Void>read(
        reading -> {
          try (Checkpoint checkpoint = Checkpoint.create(reading.database())) {
            checkpoint.createCheckpoint(target.toAbsolutePath().toString());
          }
          return null;
        });
  }

  /** What RocksDB counted; 0 while statistics are off. */
  long ticker(org.rocksdb.TickerType ticker) {
    enter();
    try {
      return statistics == null ? 0 : statistics.getTickerCount(ticker);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Waits for reads under way and closes the database. The log of writes is emptied first, so that
   * the next opening has nothing to repeat. Closing twice does nothing.
   */
  @Override
  public void close() {
    isClosed = true;
    gate.writeLock().lock();
    try {
      if (database.isOwningHandle()) {
        flush();
        families.values().forEach(RocksObject::close);
        database.close();
        synced.close();
        options.forEach(RocksObject::close);
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void enter() {
    gate.readLock().lock();
    if (isClosed) {
      gate.readLock().unlock();
      throw new StoreUnavailableException(directory, "is closed", null);
    }
  }

  private void flush() {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      database.flush(flush, List.copyOf(families.values()));
    } catch (RocksDBException e) {
      org.slf4j.LoggerFactory.getLogger(RocksDbStore.class)
          .warn(
              "directory='{}' not flushed on close, the next opening repeats its log of writes: {}",
              directory,
              e.getMessage());
    }
  }

  /** Reads of one visit to the database. */
  static final class Reading {
    private final RocksDbStore store;
    private final RocksDB database;
    private final ReadOptions options;

    private Reading(RocksDbStore store, RocksDB database, ReadOptions options) {
      this.store = store;
      this.database = database;
      this.options = options;
    }

    RocksDB database() {
      return database;
    }

    /** To change before the first read, if at all. */
    ReadOptions options() {
      return options;
    }

    byte @Nullable [] get(Table table, byte[] key) throws RocksDBException {
      return database.get(store.family(table), options, key);
    }

    /** Whether there is a value, without reading it. */
    boolean has(Table table, byte[] key) throws RocksDBException {
      return database.keyExists(store.family(table), options, key);
    }

    /** To be closed by the caller. {@code status()} tells an end from an error. */
    RocksIterator iterator(Table table) {
      return database.newIterator(store.family(table), options);
    }

    /** How far the log with this prefix was deleted. */
    DeletionRecord deletion(String persistenceId, byte[] prefix) throws RocksDBException {
      byte[] value = get(Table.DELETIONS, prefix);
      return value == null
          ? DeletionRecord.NONE
          : DeletionRecord.decode(persistenceId, prefix, value);
    }

    /** The highest sequence number ever stored in the log, also if deleted since; 0 is none. */
    long highestSequenceNr(String persistenceId, byte[] prefix) throws RocksDBException {
      try (RocksIterator events = iterator(Table.EVENTS)) {
        events.seekForPrev(EventKey.of(prefix, -1L));
        events.status();
        byte[] key = events.isValid() ? events.key() : null;
        return key != null && EventKey.hasPrefix(key, prefix)
            ? EventKey.sequenceNrOf(key)
            : deletion(persistenceId, prefix).highestSequenceNr();
      }
    }

    /** The ordering that the next event gets. */
    long nextOrdering() throws RocksDBException {
      try (RocksIterator commits = iterator(Table.COMMITS)) {
        commits.seekToLast();
        commits.status();
        return commits.isValid()
            ? CommitRecord.decode(commits.key(), commits.value()).nextOrdering()
            : 1;
      }
    }
  }
}
