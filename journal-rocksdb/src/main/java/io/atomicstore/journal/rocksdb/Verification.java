package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitRecord.Run;
import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import io.atomicstore.journal.rocksdb.VerificationReport.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * Reads everything in the store, as it is at one moment, while writing goes on, and notes what is
 * not as it must be: a checksum, a missing event, an index that leads nowhere or lacks an entry.
 *
 * <p>Every commit record is followed to its events, and each must have the ordering by which it was
 * found. No two records can then share an event, so that equal numbers of both mean that none is
 * missing; only if they differ is each event's record looked for. Tags likewise.
 */
final class Verification {

  private static final long PROGRESS_EVERY_RECORDS = 10_000;

  private final RocksDbStore store;
  private final LongConsumer progress;
  private final List<Fault> faults = new ArrayList<>();
  private long faultCount;
  private long recordsRead;
  private long logs;
  private long events;
  private long tags;
  private long commits;
  private long indexEntries;
  private long snapshots;

  /** A record to look at; a {@link CorruptRecordException} becomes a fault. */
  private interface Look {
    void at(byte[] key, byte[] value) throws RocksDBException;
  }

  private Verification(RocksDbStore store, LongConsumer progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Runs a verification.
   *
   * @param progress gets the number of records read so far, now and then
   * @throws StoreUnavailableException if the store is closed meanwhile
   */
  static VerificationReport run(RocksDbStore store, LongConsumer progress) {
    return store.read(
        reading -> {
          Snapshot moment = reading.database().getSnapshot();
          try {
            reading.options().setSnapshot(moment).setFillCache(false);
            return new Verification(store, progress).run(reading);
          } finally {
            reading.database().releaseSnapshot(moment);
          }
        });
  }

  private VerificationReport run(Reading reading) {
    verifyFiles(reading);
    verifyEvents(reading);
    long indexed = verifyCommits(reading);
    if (indexed != events) {
      forEach(reading, Table.EVENTS, (key, value) -> requireCommitRecord(reading, key, value));
    }
    long tagged = verifyTags(reading);
    if (tagged != tags) {
      forEach(reading, Table.EVENTS, (key, value) -> requireTagEntries(reading, key, value));
    }
    forEach(reading, Table.LOGS, (key, value) -> verifyEntry(reading, key, value));
    forEach(reading, Table.DELETIONS, (key, value) -> DeletionRecord.decode("", key, value));
    forEach(
        reading,
        Table.SNAPSHOTS,
        (key, value) -> {
          snapshots++;
          SnapshotRecord.decode(key, value);
        });
    progress.accept(recordsRead);
    return new VerificationReport(
        logs, events, commits, indexEntries, snapshots, faultCount, faults);
  }

  /** RocksDB's own checksums, of every block of every file. */
  private void verifyFiles(Reading reading) {
    try {
      reading.database().verifyChecksum();
    } catch (RocksDBException e) {
      note("", 0, "RocksDB: " + e.getMessage());
    }
  }

  private void verifyEvents(Reading reading) {
    EventKey[] last = {new EventKey("", 0)};
    forEach(
        reading,
        Table.EVENTS,
        (key, value) -> {
          events++;
          EventKey at = EventKey.parse(key);
          long expected = expectedAfter(reading, last[0], at);
          last[0] = at;
          if (at.sequenceNr() != expected) {
            note(
                CorruptRecordException.missing(
                    at.persistenceId(), expected, "number " + at.sequenceNr()));
          }
          StoredEvent event = EventRecord.decode(key, value);
          tags += event.tags().size();
          if (at.sequenceNr() == 1) {
            requireEntry(reading, Table.LOGS, CommitRecord.key(event.ordering()), key);
          }
        });
  }

  private long expectedAfter(Reading reading, EventKey last, EventKey at) throws RocksDBException {
    if (last.sequenceNr() > 0 && last.persistenceId().equals(at.persistenceId())) {
      return last.sequenceNr() + 1;
    }
    logs++;
    return deletedUpTo(reading, at) + 1;
  }

  /** Follows the commit records; how many events they lead to. */
  private long verifyCommits(Reading reading) {
    long[] next = {1};
    long[] indexed = {0};
    forEach(
        reading,
        Table.COMMITS,
        (key, value) -> {
          commits++;
          long first = EventKey.sequenceNrOf(key);
          if (first != next[0]) {
            note("", 0, "commit records lack ordering %d, next is %d".formatted(next[0], first));
          }
          next[0] = first + 1;
          CommitRecord commit = CommitRecord.decode(key, value);
          next[0] = commit.nextOrdering();
          long ordering = first;
          for (Run run : commit.runs()) {
            indexed[0] += verifyRun(reading, run, ordering);
            ordering += run.events();
          }
        });
    return indexed[0];
  }

  private long verifyRun(Reading reading, Run run, long firstOrdering) throws RocksDBException {
    long found = 0;
    for (int i = 0; i < run.events(); i++) {
      EventKey key = new EventKey(run.persistenceId(), run.firstSequenceNr() + i);
      if (key.sequenceNr() > deletedUpTo(reading, key)) {
        found++;
        requireEvent(reading, key, firstOrdering + i, "commit record");
      }
    }
    return found;
  }

  /** Follows the tags; to how many events that are not deleted. */
  private long verifyTags(Reading reading) {
    long[] tagged = {0};
    forEach(
        reading, Table.TAGS, (key, value) -> tagged[0] += verifyEntry(reading, key, value) ? 1 : 0);
    return tagged[0];
  }

  /** Follows an entry of an index; whether its event is not deleted. */
  private boolean verifyEntry(Reading reading, byte[] key, byte[] value) throws RocksDBException {
    indexEntries++;
    EventKey event = EventKey.parse(IndexEntry.eventKey(key, value));
    if (event.sequenceNr() <= deletedUpTo(reading, event)) {
      return false;
    }
    requireEvent(reading, event, EventKey.sequenceNrOf(key), "index entry");
    return true;
  }

  private void requireEvent(Reading reading, EventKey key, long ordering, String found)
      throws RocksDBException {
    byte[] keyBytes = key.toBytes();
    byte[] value = reading.get(Table.EVENTS, keyBytes);
    if (value == null) {
      note(
          CorruptRecordException.missing(
              key.persistenceId(), key.sequenceNr(), "only its " + found));
      return;
    }
    long its = EventRecord.ordering(value);
    if (its != ordering) {
      note(
          key.persistenceId(),
          key.sequenceNr(),
          "expected ordering %d as its %s says, found %d".formatted(ordering, found, its));
    }
  }

  private void requireCommitRecord(Reading reading, byte[] key, byte[] value)
      throws RocksDBException {
    EventKey at = EventKey.parse(key);
    long ordering = EventRecord.ordering(value);
    try (RocksIterator records = reading.iterator(Table.COMMITS)) {
      records.seekForPrev(CommitRecord.key(ordering));
      records.status();
      boolean isNamed =
          records.isValid()
              && CommitRecord.decode(records.key(), records.value()).names(at, ordering);
      if (!isNamed) {
        note(at.persistenceId(), at.sequenceNr(), "no commit record names it");
      }
    }
  }

  private void requireTagEntries(Reading reading, byte[] key, byte[] value)
      throws RocksDBException {
    StoredEvent event = EventRecord.decode(key, value);
    for (String tag : event.tags()) {
      byte[] entry = EventKey.of(IndexEntry.tagPrefix(tag), event.ordering());
      requireEntry(reading, Table.TAGS, entry, key);
    }
  }

  private void requireEntry(Reading reading, Table table, byte[] entry, byte[] key)
      throws RocksDBException {
    byte[] value = reading.get(table, entry);
    if (value == null || !Arrays.equals(IndexEntry.eventKey(entry, value), key)) {
      EventKey at = EventKey.parse(key);
      note(at.persistenceId(), at.sequenceNr(), "no entry of index " + table + " leads to it");
    }
  }

  private static long deletedUpTo(Reading reading, EventKey key) throws RocksDBException {
    byte[] prefix = EventKey.prefixOf(key.persistenceId());
    return reading.deletion(key.persistenceId(), prefix).deletedUpTo();
  }

  private void forEach(Reading reading, Table table, Look look) {
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

  private void note(CorruptRecordException fault) {
    note(fault.persistenceId(), fault.sequenceNr(), fault.getMessage());
  }

  private void note(String persistenceId, long sequenceNr, @Nullable String description) {
    faultCount++;
    if (faults.size() < VerificationReport.FAULTS_LISTED_MAX) {
      faults.add(new Fault(persistenceId, sequenceNr, String.valueOf(description)));
    }
  }
}
