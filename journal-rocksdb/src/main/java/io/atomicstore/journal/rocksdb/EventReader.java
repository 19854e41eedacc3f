package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitRecord.Run;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads events a page at a time. Between two pages nothing of RocksDB is held, so a reader may take
 * as long as it likes. Each event is checked against its checksum, its place and its index.
 */
final class EventReader {

  private final RocksDbStore store;
  private final StoreSettings settings;

  EventReader(RocksDbStore store, StoreSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** The highest sequence number ever stored in a log; 0 is none. */
  long highestSequenceNr(String persistenceId) {
    byte[] prefix = EventKey.prefixOf(persistenceId);
    return store.read(reading -> reading.highestSequenceNr(persistenceId, prefix));
  }

  /** The ordering of the last event of the store; 0 is none. */
  long lastOrdering() {
    return store.read(RocksDbStore.Reading::nextOrdering) - 1;
  }

  /**
   * A forward scan of one log, from the first event that is not deleted.
   *
   * @throws CorruptRecordException if an event is damaged or missing
   */
  Page<StoredEvent> eventsOfLog(LogRange range) {
    byte[] prefix = EventKey.prefixOf(range.persistenceId());
    return store.read(
        reading -> {
          // One view for both, so that a deletion in between does not look like a missing event.
          try (RocksIterator events = reading.iterator(Table.EVENTS)) {
            long deleted = reading.deletion(range.persistenceId(), prefix).deletedUpTo();
            long from = Math.max(range.fromSequenceNr(), deleted + 1);
            return scan(events, prefix, range.from(from));
          }
        });
  }

  private Page<StoredEvent> scan(RocksIterator events, byte[] prefix, LogRange range)
      throws RocksDBException {
    Filling<StoredEvent> page = new Filling<>();
    long expected = range.fromSequenceNr();
    events.seek(EventKey.of(prefix, expected));
    while (!page.isFull() && expected <= range.toSequenceNr() && isAt(events, prefix)) {
      byte[] key = events.key();
      long found = EventKey.sequenceNrOf(key);
      if (found != expected) {
        throw CorruptRecordException.missing(range.persistenceId(), expected, "number " + found);
      }
      byte[] value = events.value();
      StoredEvent event = EventRecord.decode(key, value);
      if (!event.isSkipped()) {
        page.add(event, value.length);
      }
      expected++;
      events.next();
    }
    return page.toPage(expected, !page.isFull());
  }

  private static boolean isAt(RocksIterator events, byte[] prefix) throws RocksDBException {
    events.status();
    return events.isValid() && EventKey.hasPrefix(events.key(), prefix);
  }

  /** All events of the store from an ordering on, in the order in which they became durable. */
  Page<StoredEvent> eventsFrom(long fromOrdering) {
    return store.read(
        reading -> {
          Filling<StoredEvent> page = new Filling<>();
          long next = Math.max(1, fromOrdering);
          try (RocksIterator commits = reading.iterator(Table.COMMITS)) {
            commits.seekForPrev(CommitRecord.key(next));
            commits.status();
            while (!page.isFull() && commits.isValid()) {
              CommitRecord commit = CommitRecord.decode(commits.key(), commits.value());
              next = readCommit(reading, commit, next, page);
              commits.next();
              commits.status();
            }
          }
          return page.toPage(next, !page.isFull());
        });
  }

  /** Reads a commit's events from an ordering on; the ordering after the last one read. */
  private static long readCommit(
      RocksDbStore.Reading reading, CommitRecord commit, long from, Filling<StoredEvent> page)
      throws RocksDBException {
    long next = from;
    long runOrdering = commit.firstOrdering();
    for (Run run : commit.runs()) {
      long runEnd = runOrdering + run.events();
      if (next < runEnd && !page.isFull()) {
        next = readRun(reading, run, runOrdering, next, page);
      }
      runOrdering = runEnd;
    }
    return next;
  }

  private static long readRun(
      RocksDbStore.Reading reading, Run run, long runOrdering, long from, Filling<StoredEvent> page)
      throws RocksDBException {
    byte[] prefix = EventKey.prefixOf(run.persistenceId());
    long next = from;
    try (RocksIterator events = reading.iterator(Table.EVENTS)) {
      long deleted = reading.deletion(run.persistenceId(), prefix).deletedUpTo();
      while (next < runOrdering + run.events() && !page.isFull()) {
        long sequenceNr = run.firstSequenceNr() + (next - runOrdering);
        if (sequenceNr > deleted) {
          readOne(events, EventKey.of(prefix, sequenceNr), next, page);
        }
        next++;
      }
    }
    return next;
  }

  private static void readOne(
      RocksIterator events, byte[] key, long ordering, Filling<StoredEvent> page)
      throws RocksDBException {
    if (events.isValid()) {
      events.next();
    }
    if (!events.isValid() || !java.util.Arrays.equals(events.key(), key)) {
      events.seek(key);
    }
    events.status();
    if (!events.isValid() || !java.util.Arrays.equals(events.key(), key)) {
      EventKey missing = EventKey.parse(key);
      throw CorruptRecordException.missing(
          missing.persistenceId(), missing.sequenceNr(), "only its index entry " + ordering);
    }
    byte[] value = events.value();
    StoredEvent event = EventRecord.decode(key, value);
    if (event.ordering() != ordering) {
      throw CorruptRecordException.unreadable(
          EventRecord.WHAT,
          event.persistenceId(),
          event.sequenceNr(),
          "expected ordering " + ordering + ", found " + event.ordering());
    }
    if (!event.isSkipped()) {
      page.add(event, value.length);
    }
  }

  /** The events with a tag, from an ordering on. */
  Page<StoredEvent> eventsWithTag(String tag, long fromOrdering) {
    byte[] prefix = IndexEntry.tagPrefix(tag);
    return store.read(
        reading -> {
          Filling<StoredEvent> page = new Filling<>();
          long next = Math.max(1, fromOrdering);
          try (RocksIterator entries = reading.iterator(Table.TAGS);
              RocksIterator events = reading.iterator(Table.EVENTS)) {
            entries.seek(EventKey.of(prefix, next));
            while (!page.isFull() && isAt(entries, prefix)) {
              byte[] eventKey = IndexEntry.eventKey(entries.key(), entries.value());
              next = EventKey.sequenceNrOf(entries.key());
              if (!isDeleted(reading, eventKey)) {
                readOne(events, eventKey, next, page);
              }
              next++;
              entries.next();
            }
          }
          return page.toPage(next, !page.isFull());
        });
  }

  /** The logs of the store by their first event's ordering, from one on. */
  Page<String> logsFrom(long fromOrdering) {
    return store.read(
        reading -> {
          Filling<String> page = new Filling<>();
          long next = Math.max(1, fromOrdering);
          try (RocksIterator entries = reading.iterator(Table.LOGS)) {
            entries.seek(CommitRecord.key(next));
            entries.status();
            while (!page.isFull() && entries.isValid()) {
              byte[] eventKey = IndexEntry.eventKey(entries.key(), entries.value());
              page.add(EventKey.parse(eventKey).persistenceId(), eventKey.length);
              next = EventKey.sequenceNrOf(entries.key()) + 1;
              entries.next();
              entries.status();
            }
          }
          return page.toPage(next, !page.isFull());
        });
  }

  private static boolean isDeleted(RocksDbStore.Reading reading, byte[] eventKey)
      throws RocksDBException {
    EventKey key = EventKey.parse(eventKey);
    byte[] prefix = EventKey.prefixOf(key.persistenceId());
    return key.sequenceNr() <= reading.deletion(key.persistenceId(), prefix).deletedUpTo();
  }

  /** A page being filled, up to the bounds of the settings. */
  private final class Filling<T> {
    private final List<T> items = new ArrayList<>();
    private long bytes;

    private void add(T item, long itemBytes) {
      items.add(item);
      bytes += itemBytes;
    }

    private boolean isFull() {
      return items.size() >= settings.pageEventsMax() || bytes >= settings.pageBytesMax();
    }

    private Page<T> toPage(long next, boolean isEnd) {
      return new Page<>(items, next, isEnd);
    }
  }
}
