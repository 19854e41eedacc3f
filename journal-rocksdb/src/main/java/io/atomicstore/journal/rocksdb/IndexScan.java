package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitRecord.Run;
import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Fills one page with events found by their ordering, through the commit records or the tags. An
 * index entry without its event is a fault, unless the event was deleted.
 */
final class IndexScan {

  private final Reading reading;
  private final PageBuilder<StoredEvent> page;
  private final long toOrdering;
  private long next;

  IndexScan(Reading reading, PageBuilder<StoredEvent> page, long fromOrdering, long toOrdering) {
    this.reading = reading;
    this.page = page;
    this.next = Math.max(1, fromOrdering);
    this.toOrdering = toOrdering;
  }

  /** Reads through the commit records. */
  Page<StoredEvent> ofLogs(LogFilter logs) throws RocksDBException {
    // The index first, the events after: their view is never the older one.
    try (RocksIterator commits = reading.iterator(Table.COMMITS);
        EventLookup events = new EventLookup(reading)) {
      commits.seekForPrev(CommitRecord.key(next));
      commits.status();
      while (wantsMore() && commits.isValid()) {
        readCommit(CommitRecord.decode(commits.key(), commits.value()), logs, events);
        commits.next();
        commits.status();
      }
    }
    return page.toPage(next);
  }

  private void readCommit(CommitRecord commit, LogFilter logs, EventLookup events)
      throws RocksDBException {
    long runOrdering = commit.firstOrdering();
    for (Run run : commit.runs()) {
      long runEnd = runOrdering + run.events();
      if (next < runEnd && wantsMore()) {
        if (logs.includes(run.persistenceId())) {
          readRun(run, runOrdering, events);
        } else {
          page.passOver();
          next = runEnd;
        }
      }
      runOrdering = runEnd;
    }
  }

  private void readRun(Run run, long runOrdering, EventLookup events) throws RocksDBException {
    byte[] prefix = EventKey.prefixOfStored(run.persistenceId());
    events.expectRun(runOrdering + run.events() - next);
    while (next < runOrdering + run.events() && wantsMore()) {
      long sequenceNr = run.firstSequenceNr() + (next - runOrdering);
      EventKey key = new EventKey(run.persistenceId(), sequenceNr);
      byte[] keyBytes = EventKey.of(prefix, sequenceNr);
      add(key, keyBytes, events.record(keyBytes));
      next++;
    }
  }

  /** Reads through the index of one tag. */
  Page<StoredEvent> withTag(String tag) throws RocksDBException {
    byte[] prefix = IndexEntry.tagPrefix(tag);
    try (RocksIterator entries = reading.iterator(Table.TAGS)) {
      entries.seek(EventKey.of(prefix, next));
      entries.status();
      while (wantsMore() && entries.isValid() && isWanted(entries.key(), prefix)) {
        next = EventKey.sequenceNrOf(entries.key());
        byte[] eventKey = IndexEntry.eventKey(entries.key(), entries.value());
        add(EventKey.parse(eventKey), eventKey, reading.get(Table.EVENTS, eventKey));
        next++;
        entries.next();
        entries.status();
      }
    }
    return page.toPage(next);
  }

  private boolean isWanted(byte[] tagKey, byte[] prefix) {
    return EventKey.hasPrefix(tagKey, prefix) && EventKey.sequenceNrOf(tagKey) <= toOrdering;
  }

  private boolean wantsMore() {
    return !page.isFull() && next <= toOrdering;
  }

  /** Adds the event that the index names, if it was not deleted. */
  private void add(EventKey key, byte[] keyBytes, byte @Nullable [] value) throws RocksDBException {
    if (value == null) {
      requireDeleted(key);
      page.passOver();
      return;
    }
    StoredEvent event = EventRecord.decode(key, keyBytes, value);
    if (event.ordering() != next) {
      throw CorruptRecordException.unreadable(
          EventRecord.WHAT,
          event.persistenceId(),
          event.sequenceNr(),
          "expected ordering " + next + ", found " + event.ordering());
    }
    if (!event.isSkipped()) {
      page.add(event, value.length);
    }
  }

  /** Looks after the event: what was deleted in between is not taken for missing. */
  private void requireDeleted(EventKey key) throws RocksDBException {
    byte[] prefix = EventKey.prefixOfStored(key.persistenceId());
    if (key.sequenceNr() > reading.deletion(key.persistenceId(), prefix).deletedUpTo()) {
      throw CorruptRecordException.missing(
          key.persistenceId(), key.sequenceNr(), "only its index entry " + next);
    }
  }
}
