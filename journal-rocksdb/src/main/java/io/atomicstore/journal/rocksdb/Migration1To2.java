package io.atomicstore.journal.rocksdb;

import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a store of format 1, which has no index of event ids, to format 2: reads all events once,
 * each from its bytes, and enters those that have an id. Nothing else is changed.
 *
 * <p>The format is written last, together with the last entries. After a crash before that the next
 * opening begins again; what was entered is entered once more, with the same bytes. If an event
 * cannot be read, the index is dropped and the store is what it was.
 */
final class Migration1To2 {

  private static final Logger LOG = LoggerFactory.getLogger(Migration1To2.class);

  private static final int ENTRIES_TOGETHER = 1_000;
  private static final long PROGRESS_EVERY_EVENTS = 100_000;

  private final RocksDbStore store;
  private final IndexedIds ids;
  private long events;
  private long entries;

  private Migration1To2(RocksDbStore store, IndexedIds ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * Migrates the store. Blocks for as long as it takes to read it.
   *
   * @throws MigrationRefusedException if an event cannot be read
   * @throws StoreUnavailableException if RocksDB fails; the next opening begins again
   */
  static void run(RocksDbStore store, IndexedIds ids) {
    try {
      new Migration1To2(store, ids).run();
    } catch (UnreadablePayloadException e) {
      store.drop(Table.EVENT_IDS);
      throw MigrationRefusedException.of(store.directory(), e);
    } catch (CorruptRecordException e) {
      store.drop(Table.EVENT_IDS);
      throw MigrationRefusedException.of(store.directory(), e);
    } catch (RocksDBException e) {
      throw new StoreUnavailableException(
          store.directory(), "cannot be migrated to format 2: " + e.getMessage(), e);
    }
  }

  private void run() throws RocksDBException {
    LOG.info("directory='{}' migration from format 1 to 2 begins", store.directory());
    try (WriteBatch batch = new WriteBatch()) {
      store.read(
          reading -> {
            reading.options().setFillCache(false);
            enterAll(reading, batch);
            return true;
          });
      StoreFormat.write(batch, "2");
      store.write(batch);
    }
    LOG.info(
        "directory='{}' migrated to format 2: events={} ids={}",
        store.directory(),
        events,
        entries);
  }

  private void enterAll(RocksDbStore.Reading reading, WriteBatch batch) throws RocksDBException {
    try (RocksIterator records = reading.iterator(Table.EVENTS)) {
      for (records.seekToFirst(); records.isValid(); records.next()) {
        enter(records.key(), records.value(), batch);
        if (batch.count() >= ENTRIES_TOGETHER) {
          store.write(batch);
          batch.clear();
        }
      }
      records.status();
    }
  }

  private void enter(byte[] eventKey, byte[] value, WriteBatch batch) throws RocksDBException {
    StoredEvent event = EventRecord.decode(eventKey, value);
    UUID id = event.isSkipped() ? null : ids.of(event);
    if (id != null) {
      byte[] key = EventIdEntry.key(EventKey.prefixOf(event.persistenceId()), id);
      batch.put(store.family(Table.EVENT_IDS), key, EventIdEntry.encode(key, event.sequenceNr()));
      entries++;
    }
    events++;
    if (events % PROGRESS_EVERY_EVENTS == 0) {
      LOG.info("directory='{}' migration: events={} ids={}", store.directory(), events, entries);
    }
  }
}
