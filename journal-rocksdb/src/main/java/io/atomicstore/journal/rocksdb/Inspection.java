package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import io.atomicstore.journal.rocksdb.VerificationReport.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One verification's walk through the tables, and what it found to be wrong so far. */
final class Inspection {

  private static final long PROGRESS_EVERY_RECORDS = 10_000;

  private final RocksDbStore store;
  private final Reading reading;
  private final LongConsumer progress;
  private final List<Fault> faults = new ArrayList<>();
  private long faultCount;
  private long recordsRead;

  /** A record to look at; a {@link CorruptRecordException} becomes a fault. */
  interface Look {
    void at(byte[] key, byte[] value) throws RocksDBException;
  }

  Inspection(RocksDbStore store, Reading reading, LongConsumer progress) {
    this.store = store;
    this.reading = reading;
    this.progress = progress;
  }

  Reading reading() {
    return reading;
  }

  /** Looks at every record of a table, in the order of the keys. */
  void forEach(Table table, Look look) {
    try (RocksIterator records = reading.iterator(table)) {
      records.seekToFirst();
      while (records.isValid() && !store.isClosed()) {
        lookAt(look, records);
        records.next();
      }
      if (store.isClosed()) {
        throw new StoreUnavailableException(store.directory(), "was closed meanwhile", null);
      }
      noteEnd(table, records);
    }
  }

  long deletedUpTo(EventKey key) throws RocksDBException {
    byte[] prefix = EventKey.prefixOf(key.persistenceId());
    return reading.deletion(key.persistenceId(), prefix).deletedUpTo();
  }

  void note(CorruptRecordException fault) {
    note(fault.persistenceId(), fault.sequenceNr(), fault.getMessage());
  }

  void note(String persistenceId, long sequenceNr, @Nullable String description) {
    faultCount++;
    if (faults.size() < VerificationReport.FAULTS_LISTED_MAX) {
      faults.add(new Fault(persistenceId, sequenceNr, String.valueOf(description)));
    }
  }

  /** Reports the number of all records read. */
  void end() {
    progress.accept(recordsRead);
  }

  long faultCount() {
    return faultCount;
  }

  List<Fault> faults() {
    return faults;
  }

  private void lookAt(Look look, RocksIterator records) {
    try {
      look.at(records.key(), records.value());
    } catch (CorruptRecordException e) {
      note(e);
    } catch (RocksDBException e) {
      note("", 0, "RocksDB: " + e.getMessage());
    }
    recordsRead++;
    if (recordsRead % PROGRESS_EVERY_RECORDS == 0) {
      progress.accept(recordsRead);
    }
  }

  private void noteEnd(Table table, RocksIterator records) {
    try {
      records.status();
    } catch (RocksDBException e) {
      note("", 0, "RocksDB: table " + table + " cannot be read to its end: " + e.getMessage());
    }
  }
}
