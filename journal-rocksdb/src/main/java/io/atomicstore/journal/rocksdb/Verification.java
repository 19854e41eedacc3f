package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitRecord.Run;
import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * Reads everything in the store, as it is at one moment, while writing goes on, and notes what is
 * not as it must be: a checksum, a missing event, an index that leads nowhere or lacks an entry.
 *
 * <p>Every commit record is followed to its events, and each must have the ordering by which it was
 * found. No two records can then share an event, so that equal numbers of both mean that none is
 * missing; only if they differ is each event's record looked for. Tags likewise. Event ids have a
 * class of their own.
 */
final class Verification {

  private final Inspection inspection;
  private final Reading reading;
  private final EventIdVerification eventIds;
  private long logs;
  private long events;
  private long tags;
  private long commits;
  private long indexEntries;
  private long snapshots;

  private Verification(Inspection inspection, IndexedIds ids) {
    this.inspection = inspection;
    this.reading = inspection.reading();
    this.eventIds = new EventIdVerification(inspection, ids);
  }

  /**
   * Runs a verification.
   *
   * @param ids is asked about every event
   * @param progress gets the number of records read so far, now and then
   * @throws StoreUnavailableException if the store is closed meanwhile
   */
  static VerificationReport run(RocksDbStore store, IndexedIds ids, LongConsumer progress) {
    return store.read(
        reading -> {
          Snapshot moment = reading.database().getSnapshot();
          try {
            reading.options().setSnapshot(moment).setFillCache(false);
            return new Verification(new Inspection(store, reading, progress), ids).run();
          } finally {
            reading.database().releaseSnapshot(moment);
          }
        });
  }

  private VerificationReport run() {
    verifyFiles();
    verifyEvents();
    long indexed = verifyCommits();
    if (indexed != events) {
      inspection.forEach(Table.EVENTS, this::requireCommitRecord);
    }
    long tagged = verifyTags();
    if (tagged != tags) {
      inspection.forEach(Table.EVENTS, this::requireTagEntries);
    }
    inspection.forEach(Table.LOGS, this::verifyEntry);
    inspection.forEach(Table.DELETIONS, (key, value) -> DeletionRecord.decode("", key, value));
    inspection.forEach(
        Table.SNAPSHOTS,
        (key, value) -> {
          snapshots++;
          SnapshotRecord.decode(key, value);
        });
    indexEntries += eventIds.verifyEntries();
    inspection.end();
    return new VerificationReport(
        logs,
        events,
        commits,
        indexEntries,
        snapshots,
        inspection.faultCount(),
        inspection.faults());
  }

  /** RocksDB's own checksums, of every block of every file. */
  private void verifyFiles() {
    try {
      reading.database().verifyChecksum();
    } catch (RocksDBException e) {
      inspection.note("", 0, "RocksDB: " + e.getMessage());
    }
  }

  private void verifyEvents() {
    EventKey[] last = {new EventKey("", 0)};
    inspection.forEach(
        Table.EVENTS,
        (key, value) -> {
          events++;
          EventKey at = EventKey.parse(key);
          long expected = expectedAfter(last[0], at);
          last[0] = at;
          if (at.sequenceNr() != expected) {
            inspection.note(
                CorruptRecordException.missing(
                    at.persistenceId(), expected, "number " + at.sequenceNr()));
          }
          StoredEvent event = EventRecord.decode(key, value);
          tags += event.tags().size();
          if (at.sequenceNr() == 1) {
            requireEntry(Table.LOGS, CommitRecord.key(event.ordering()), key);
          }
          eventIds.verify(event);
        });
  }

  private long expectedAfter(EventKey last, EventKey at) throws RocksDBException {
    if (last.sequenceNr() > 0 && last.persistenceId().equals(at.persistenceId())) {
      return last.sequenceNr() + 1;
    }
    logs++;
    return inspection.deletedUpTo(at) + 1;
  }

  /** Follows the commit records; how many events they lead to. */
  private long verifyCommits() {
    long[] next = {1};
    long[] indexed = {0};
    inspection.forEach(
        Table.COMMITS,
        (key, value) -> {
          commits++;
          long first = EventKey.sequenceNrOf(key);
          if (first != next[0]) {
            inspection.note(
                "", 0, "commit records lack ordering %d, next is %d".formatted(next[0], first));
          }
          next[0] = first + 1;
          CommitRecord commit = CommitRecord.decode(key, value);
          next[0] = commit.nextOrdering();
          long ordering = first;
          for (Run run : commit.runs()) {
            indexed[0] += verifyRun(run, ordering);
            ordering += run.events();
          }
        });
    return indexed[0];
  }

  private long verifyRun(Run run, long firstOrdering) throws RocksDBException {
    long found = 0;
    for (int i = 0; i < run.events(); i++) {
      EventKey key = new EventKey(run.persistenceId(), run.firstSequenceNr() + i);
      if (key.sequenceNr() > inspection.deletedUpTo(key)) {
        found++;
        requireEvent(key, firstOrdering + i, "commit record");
      }
    }
    return found;
  }

  /** Follows the tags; to how many events that are not deleted. */
  private long verifyTags() {
    long[] tagged = {0};
    inspection.forEach(Table.TAGS, (key, value) -> tagged[0] += verifyEntry(key, value) ? 1 : 0);
    return tagged[0];
  }

  /** Follows an entry of an index; whether its event is not deleted. */
  private boolean verifyEntry(byte[] key, byte[] value) throws RocksDBException {
    indexEntries++;
    EventKey event = EventKey.parse(IndexEntry.eventKey(key, value));
    if (event.sequenceNr() <= inspection.deletedUpTo(event)) {
      return false;
    }
    requireEvent(event, EventKey.sequenceNrOf(key), "index entry");
    return true;
  }

  private void requireEvent(EventKey key, long ordering, String found) throws RocksDBException {
    byte[] keyBytes = key.toBytes();
    byte[] value = reading.get(Table.EVENTS, keyBytes);
    if (value == null) {
      inspection.note(
          CorruptRecordException.missing(
              key.persistenceId(), key.sequenceNr(), "only its " + found));
      return;
    }
    long its = EventRecord.ordering(value);
    if (its != ordering) {
      inspection.note(
          key.persistenceId(),
          key.sequenceNr(),
          "expected ordering %d as its %s says, found %d".formatted(ordering, found, its));
    }
  }

  private void requireCommitRecord(byte[] key, byte[] value) throws RocksDBException {
    EventKey at = EventKey.parse(key);
    long ordering = EventRecord.ordering(value);
    try (RocksIterator records = reading.iterator(Table.COMMITS)) {
      records.seekForPrev(CommitRecord.key(ordering));
      records.status();
      boolean isNamed =
          records.isValid()
              && CommitRecord.decode(records.key(), records.value()).names(at, ordering);
      if (!isNamed) {
        inspection.note(at.persistenceId(), at.sequenceNr(), "no commit record names it");
      }
    }
  }

  private void requireTagEntries(byte[] key, byte[] value) throws RocksDBException {
    StoredEvent event = EventRecord.decode(key, value);
    for (String tag : event.tags()) {
      byte[] entry = EventKey.of(IndexEntry.tagPrefix(tag), event.ordering());
      requireEntry(Table.TAGS, entry, key);
    }
  }

  private void requireEntry(Table table, byte[] entry, byte[] key) throws RocksDBException {
    byte[] value = reading.get(table, entry);
    if (value == null || !Arrays.equals(IndexEntry.eventKey(entry, value), key)) {
      EventKey at = EventKey.parse(key);
      inspection.note(
          at.persistenceId(), at.sequenceNr(), "no entry of index " + table + " leads to it");
    }
  }
}
