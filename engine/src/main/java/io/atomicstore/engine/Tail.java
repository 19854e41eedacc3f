package io.atomicstore.engine;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one live log in memory: all that are not durable, and of the others as many
 * as their bytes allow. The earlier ones are in the journal alone.
 */
final class Tail<E> {

  /**
   * @param prefix the log up to and including the event
   * @param meta what its validator passed on
   */
  private record Entry<E>(
      StoredEvent<E> event, LogPrefix prefix, @Nullable Object meta, int sizeBytes) {}

  private final ScopeId scopeId;
  private final int bytesMax;
  private final List<@Nullable Entry<E>> entries = new ArrayList<>(4);

  /** How many entries at the beginning of the list are gone. */
  private int gone;

  private LogPrefix before = LogPrefix.EMPTY;
  private LogPrefix end = LogPrefix.EMPTY;
  private long bytes;

  Tail(ScopeId scopeId, int bytesMax) {
    this.scopeId = scopeId;
    this.bytesMax = bytesMax;
  }

  /** Says that the first events exist, but not in memory. */
  void startAfter(LogPrefix prefix) {
    if (end.sequenceNr() > 0) {
      throw new IllegalStateException("the tail has events already, up to " + end);
    }
    before = prefix;
    end = prefix;
  }

  /**
   * Adds the next event.
   *
   * @param prefix the log up to and including it
   */
  void add(StoredEvent<E> event, LogPrefix prefix, @Nullable Object meta, int sizeBytes) {
    checkNext(event.sequenceNr());
    entries.add(new Entry<>(event, prefix, meta, sizeBytes));
    end = prefix;
    bytes += sizeBytes;
  }

  /** Checks that the event of that sequence number is the next. */
  void checkNext(long sequenceNr) {
    if (sequenceNr != end.sequenceNr() + 1) {
      throw new IllegalStateException(
          "scope '"
              + scopeId
              + "': expected the event with sequence number "
              + (end.sequenceNr() + 1)
              + " next, found "
              + sequenceNr);
    }
  }

  /** Drops what is too much; what is not durable stays. */
  void trim(long durableSequenceNr) {
    while (bytes > bytesMax && before.sequenceNr() < durableSequenceNr) {
      Entry<E> first = entry(before.sequenceNr() + 1);
      entries.set(gone, null);
      gone++;
      before = first.prefix();
      bytes -= first.sizeBytes();
    }
    if (gone > 16 && gone > entries.size() / 2) {
      entries.subList(0, gone).clear();
      gone = 0;
    }
  }

  /** The log up to the last event. */
  LogPrefix end() {
    return end;
  }

  /** The log up to the event before the first in memory. */
  LogPrefix before() {
    return before;
  }

  /** Whether every event after {@code sequenceNr} is in memory. */
  boolean holdsAfter(long sequenceNr) {
    return sequenceNr >= before.sequenceNr();
  }

  boolean holds(long sequenceNr) {
    return sequenceNr > before.sequenceNr() && sequenceNr <= end.sequenceNr();
  }

  /** What the validator of that event passed on, if it was the first of its submission. */
  @Nullable Object metaOf(long sequenceNr) {
    return entry(sequenceNr).meta();
  }

  /** The events after {@code sequenceNr}, up to another one, as many as fit a page. */
  PastEvents<E> pageAfter(long sequenceNr, long upToSequenceNr, PageBounds bounds) {
    LogPrefix after = sequenceNr == before.sequenceNr() ? before : entry(sequenceNr).prefix();
    return new PastEvents<>(after, eventsFrom(sequenceNr + 1, upToSequenceNr, bounds));
  }

  /** The events from one to another, as many as fit a page; in falling order if it is the lower. */
  List<StoredEvent<E>> eventsFrom(long fromSequenceNr, long toSequenceNr, PageBounds bounds) {
    int step = fromSequenceNr <= toSequenceNr ? 1 : -1;
    long distance = Math.abs(toSequenceNr - fromSequenceNr);
    List<StoredEvent<E>> events =
        new ArrayList<>((int) Math.min(distance + 1, entries.size() - gone));
    PageBounds.Room room = bounds.room();
    for (long sequenceNr = fromSequenceNr;
        sequenceNr != toSequenceNr + step && holds(sequenceNr);
        sequenceNr += step) {
      Entry<E> entry = entry(sequenceNr);
      if (!room.take(entry.sizeBytes())) {
        break;
      }
      events.add(entry.event());
    }
    return Collections.unmodifiableList(events);
  }

  private Entry<E> entry(long sequenceNr) {
    Entry<E> entry =
        holds(sequenceNr) ? entries.get(gone + (int) (sequenceNr - before.sequenceNr() - 1)) : null;
    if (entry == null) {
      throw new IllegalStateException(
          "the tail holds the events "
              + (before.sequenceNr() + 1)
              + " to "
              + end.sequenceNr()
              + ", asked for "
              + sequenceNr);
    }
    return entry;
  }
}
