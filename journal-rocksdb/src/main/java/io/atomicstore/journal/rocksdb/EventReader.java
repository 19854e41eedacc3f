package io.atomicstore.journal.rocksdb;

import java.util.List;
import java.util.UUID;
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

  /**
   * Where in its log the event with an id is; 0 if the log has none, or it was deleted.
   *
   * @throws CorruptRecordException if the index entry is damaged, or its event is missing
   */
  long sequenceNrOf(String persistenceId, UUID eventId) {
    byte[] prefix = EventKey.prefixOf(persistenceId);
    byte[] key = EventIdEntry.key(prefix, eventId);
    return store.read(
        reading -> {
          byte[] entry = reading.get(Table.EVENT_IDS, key);
          if (entry == null) {
            return 0L;
          }
          byte[] eventKey = EventIdEntry.eventKey(key, entry);
          long sequenceNr = EventKey.sequenceNrOf(eventKey);
          // Looked for before the deletion record: what is deleted meanwhile is deleted there too.
          if (reading.has(Table.EVENTS, eventKey)) {
            return sequenceNr;
          }
          if (sequenceNr <= reading.deletion(persistenceId, prefix).deletedUpTo()) {
            return 0L;
          }
          throw CorruptRecordException.missing(
              persistenceId, sequenceNr, "only its entry in the index of event ids");
        });
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
          // The events' view is the older one: a deletion in between does not look like a hole.
          try (RocksIterator events = reading.iterator(Table.EVENTS)) {
            long deleted = reading.deletion(range.persistenceId(), prefix).deletedUpTo();
            return scan(events, prefix, range.from(Math.max(range.fromSequenceNr(), deleted + 1)));
          }
        });
  }

  private Page<StoredEvent> scan(RocksIterator events, byte[] prefix, LogRange range)
      throws RocksDBException {
    PageBuilder<StoredEvent> page = new PageBuilder<>(settings);
    long expected = range.fromSequenceNr();
    events.seek(EventKey.of(prefix, expected));
    events.status();
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
      events.status();
    }
    return page.toPage(expected);
  }

  private static boolean isAt(RocksIterator events, byte[] prefix) {
    return events.isValid() && EventKey.hasPrefix(events.key(), prefix);
  }

  /** The events of some logs in the order in which they became durable; both ends included. */
  Page<StoredEvent> events(LogFilter logs, long fromOrdering, long toOrdering) {
    return store.read(reading -> scan(reading, fromOrdering, toOrdering).ofLogs(logs));
  }

  /** The events with a tag by ordering; both ends included. */
  Page<StoredEvent> eventsWithTag(String tag, long fromOrdering, long toOrdering) {
    return store.read(reading -> scan(reading, fromOrdering, toOrdering).withTag(tag));
  }

  private IndexScan scan(RocksDbStore.Reading reading, long fromOrdering, long toOrdering) {
    return new IndexScan(reading, new PageBuilder<>(settings), fromOrdering, toOrdering);
  }

  /** Logs by their names. A log whose first event is damaged is among them. */
  List<String> logs(LogListing listing) {
    return store.read(listing::readFrom);
  }

  /** The logs of the store by their first event's ordering; both ends included. */
  Page<String> logs(long fromOrdering, long toOrdering) {
    return store.read(
        reading -> {
          PageBuilder<String> page = new PageBuilder<>(settings);
          long next = Math.max(1, fromOrdering);
          try (RocksIterator entries = reading.iterator(Table.LOGS)) {
            entries.seek(CommitRecord.key(next));
            entries.status();
            while (!page.isFull()
                && entries.isValid()
                && EventKey.sequenceNrOf(entries.key()) <= toOrdering) {
              byte[] eventKey = IndexEntry.eventKey(entries.key(), entries.value());
              page.add(EventKey.parse(eventKey).persistenceId(), eventKey.length);
              next = EventKey.sequenceNrOf(entries.key()) + 1;
              entries.next();
              entries.status();
            }
          }
          return page.toPage(next);
        });
  }
}
