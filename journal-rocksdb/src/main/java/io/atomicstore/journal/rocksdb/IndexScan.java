package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitRecord.Run;
import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import java.util.Arrays;
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
        RocksIterator events = reading.iterator(Table.EVENTS)) {
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

  private void readCommit(CommitRecord commit, LogFilter logs, RocksIterator events)
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

  private void readRun(Run run, long runOrdering, RocksIterator events) throws RocksDBException {
    byte[] prefix = EventKey.prefixOf(run.persistenceId());
    long deleted = reading.deletion(run.persistenceId(), prefix).deletedUpTo();
    while (next < runOrdering + run.events() && wantsMore()) {
      long sequenceNr = run.firstSequenceNr() + (next - runOrdering);
      if (sequenceNr > deleted) {
        readEvent(events, EventKey.of(prefix, sequenceNr));
      } else {
        page.passOver();
      }
      next++;
    }
  }

  /** Reads through the index of one tag. */
  Page<StoredEvent> withTag(String tag) throws RocksDBException {
    byte[] prefix = IndexEntry.tagPrefix(tag);
    try (RocksIterator entries = reading.iterator(Table.TAGS);
        RocksIterator events = reading.iterator(Table.EVENTS)) {
      entries.seek(EventKey.of(prefix, next));
      entries.status();
      while (wantsMore() && entries.isValid() && isWanted(entries.key(), prefix)) {
        next = EventKey.sequenceNrOf(entries.key());
        byte[] eventKey = IndexEntry.eventKey(entries.key(), entries.value());
        if (isDeleted(eventKey)) {
          page.passOver();
        } else {
          readEvent(events, eventKey);
        }
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

  private boolean isDeleted(byte[] eventKey) throws RocksDBException {
    EventKey key = EventKey.parse(eventKey);
    byte[] prefix = EventKey.prefixOf(key.persistenceId());
    return key.sequenceNr() <= reading.deletion(key.persistenceId(), prefix).deletedUpTo();
  }

  private boolean wantsMore() {
    return !page.isFull() && next <= toOrdering;
  }

  /** Adds the event that the index names. */
  private void readEvent(RocksIterator events, byte[] key) throws RocksDBException {
    if (events.isValid()) {
      events.next();
    }
    if (!isAt(events, key)) {
      events.seek(key);
    }
    events.status();
    if (!isAt(events, key)) {
      EventKey missing = EventKey.parse(key);
      throw CorruptRecordException.missing(
          missing.persistenceId(), missing.sequenceNr(), "only its index entry " + next);
    }
    byte[] value = events.value();
    StoredEvent event = EventRecord.decode(key, value);
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

  private static boolean isAt(RocksIterator events, byte[] key) {
    return events.isValid() && Arrays.equals(events.key(), key);
  }
}
