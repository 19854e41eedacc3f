package io.atomicstore.engine;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.StoredEvent;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pages in which one log shows its events: from its tail in memory, or from the journal. */
final class LogPages<E> {

  private static final int EVENTS_PER_READING_MIN = 8;
  private static final int EVENTS_PER_READING_MAX = 1_000;

  private final Tail<E> tail;
  private final JournalReads journal;
  private final StoredEvents<E> storedEvents;
  private final PageBounds bounds;

  /** About what fits a page; events of unknown size may be large. */
  private long eventsPerReading = 32;

  LogPages(Tail<E> tail, JournalReads journal, StoredEvents<E> storedEvents, int pageBytesMax) {
    this.tail = tail;
    this.journal = journal;
    this.storedEvents = storedEvents;
    this.bounds = PageBounds.ofBytes(pageBytesMax);
  }

  /** A page of the events after one, up to another, which need not be durable. */
  void pageAfter(
      long afterSequenceNr,
      long upToSequenceNr,
      Consumer<PastEvents<E>> then,
      Consumer<Throwable> orElse) {
    if (tail.holdsAfter(afterSequenceNr)) {
      then.accept(tail.pageAfter(afterSequenceNr, upToSequenceNr, bounds));
      return;
    }
    // The record before the page says what the log was up to there.
    long from = Math.max(1, afterSequenceNr);
    journal.read(
        from,
        Math.min(from + eventsPerReading, Math.min(upToSequenceNr, tail.before().sequenceNr())),
        records -> {
          noteSizes(records);
          boolean hasBefore = afterSequenceNr > 0;
          LogPrefix after =
              hasBefore
                  ? new LogPrefix(afterSequenceNr, records.get(0).logHash())
                  : LogPrefix.EMPTY;
          List<StoredRecord> page = hasBefore ? records.subList(1, records.size()) : records;
          deliver(page, bounds, events -> then.accept(new PastEvents<>(after, events)), orElse);
        },
        orElse);
  }

  /**
   * A page of durable events, from one to another; in falling order if the other is lower. Both are
   * in the log.
   */
  void page(
      long fromSequenceNr,
      long toSequenceNr,
      long eventsMax,
      Consumer<List<StoredEvent<E>>> then,
      Consumer<Throwable> orElse) {
    PageBounds page = bounds.withEventsMax(eventsMax);
    if (tail.holds(fromSequenceNr)) {
      then.accept(tail.eventsFrom(fromSequenceNr, toSequenceNr, page));
      return;
    }
    long distance = Math.min(eventsPerReading, eventsMax) - 1;
    if (fromSequenceNr <= toSequenceNr) {
      long last = Math.min(toSequenceNr, tail.before().sequenceNr());
      long to = fromSequenceNr + Math.min(distance, last - fromSequenceNr);
      journal.readForAsker(
          fromSequenceNr,
          to,
          records -> {
            noteSizes(records);
            deliver(records, page, then, orElse);
          },
          orElse);
    } else {
      long from = fromSequenceNr - Math.min(distance, fromSequenceNr - toSequenceNr);
      journal.readForAsker(
          from,
          fromSequenceNr,
          records -> {
            noteSizes(records);
            List<StoredRecord> falling = new ArrayList<>(records);
            Collections.reverse(falling);
            deliver(falling, page, then, orElse);
          },
          orElse);
    }
  }

  private void deliver(
      List<StoredRecord> records,
      PageBounds page,
      Consumer<List<StoredEvent<E>>> then,
      Consumer<Throwable> orElse) {
    List<StoredEvent<E>> events = new ArrayList<>(records.size());
    PageBounds.Room room = page.room();
    try {
      for (StoredRecord record : records) {
        if (!room.take(record.sizeBytes())) {
          break;
        }
        events.add(storedEvents.storedEvent(record));
      }
    } catch (NotSerializableException e) {
      orElse.accept(e);
      return;
    }
    then.accept(Collections.unmodifiableList(events));
  }

  private void noteSizes(List<StoredRecord> records) {
    long bytes = 1;
    for (StoredRecord record : records) {
      bytes += record.sizeBytes();
    }
    long fitting = 1 + bounds.bytesMax() * (long) records.size() / bytes;
    eventsPerReading = Math.max(EVENTS_PER_READING_MIN, Math.min(fitting, EVENTS_PER_READING_MAX));
  }

  /** What the validator of a durable event passed on; null if nothing. */
  void metaOf(long sequenceNr, Consumer<@Nullable Object> then, Consumer<Throwable> orElse) {
    if (tail.holds(sequenceNr)) {
      then.accept(tail.metaOf(sequenceNr));
      return;
    }
    journal.readForAsker(
        sequenceNr,
        sequenceNr,
        records -> {
          Object meta;
          try {
            meta = storedEvents.metaOf(records.get(0));
          } catch (NotSerializableException e) {
            orElse.accept(e);
            return;
          }
          then.accept(meta);
        },
        orElse);
  }
}
