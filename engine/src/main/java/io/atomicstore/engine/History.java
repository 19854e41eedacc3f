package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one live log in memory, with what their validators passed on.
 *
 * <p>Only ever appended to, so that the lists it gives out are immutable without a copy: a list
 * sees a prefix of the arrays, and what is appended later lies behind its end. A log that was
 * opened from a snapshot lacks its older events until {@link #addOlder}.
 */
final class History<E> {

  private static final int INITIAL_CAPACITY = 4;

  private final ScopeId scopeId;
  private Object[] events = new Object[INITIAL_CAPACITY];

  // Numbers, not objects: the collector would copy and mark two for each event of each live log.
  private long[] eventIds = new long[2 * INITIAL_CAPACITY];
  private long[] storedAtMillis = new long[INITIAL_CAPACITY];
  private @Nullable Object @Nullable [] metas;
  private int size;
  private long missing;

  History(ScopeId scopeId) {
    this.scopeId = scopeId;
  }

  /** Says that the events 1 to {@code sequenceNr} exist, but not in memory. */
  void startAfter(long sequenceNr) {
    if (size > 0) {
      throw new IllegalStateException("the history holds " + size + " events already");
    }
    missing = sequenceNr;
  }

  /** Adds the next event. */
  void add(long sequenceNr, EventId eventId, long storedAt, E event, @Nullable Object meta) {
    if (sequenceNr != lastSequenceNr() + 1) {
      throw new IllegalStateException(
          "scope '"
              + scopeId
              + "': expected the event with sequence number "
              + (lastSequenceNr() + 1)
              + " next, found "
              + sequenceNr);
    }
    if (size == events.length) {
      events = Arrays.copyOf(events, size * 2);
      eventIds = Arrays.copyOf(eventIds, eventIds.length * 2);
      storedAtMillis = Arrays.copyOf(storedAtMillis, size * 2);
      metas = metas == null ? null : Arrays.copyOf(metas, size * 2);
    }
    events[size] = event;
    eventIds[2 * size] = eventId.value().getMostSignificantBits();
    eventIds[2 * size + 1] = eventId.value().getLeastSignificantBits();
    storedAtMillis[size] = storedAt;
    if (meta != null) {
      metas = metas == null ? new Object[events.length] : metas;
      metas[size] = meta;
    }
    size++;
  }

  /** Puts in front of this history what it lacks. */
  @SuppressWarnings("unchecked") // Only events are ever added.
  void addOlder(History<E> older) {
    if (older.missing != 0 || older.size != missing) {
      throw new IllegalStateException(
          "scope '"
              + scopeId
              + "': expected the events 1 to "
              + missing
              + ", found "
              + older.size
              + " events");
    }
    for (int i = 0; i < size; i++) {
      older.add(
          missing + i + 1,
          eventIdAt(eventIds, i),
          storedAtMillis[i],
          (E) events[i],
          metas == null ? null : metas[i]);
    }
    events = older.events;
    eventIds = older.eventIds;
    storedAtMillis = older.storedAtMillis;
    metas = older.metas;
    size = older.size;
    missing = 0;
  }

  private static EventId eventIdAt(long[] eventIds, int index) {
    return new EventId(new UUID(eventIds[2 * index], eventIds[2 * index + 1]));
  }

  boolean isComplete() {
    return missing == 0;
  }

  long missing() {
    return missing;
  }

  long lastSequenceNr() {
    return missing + size;
  }

  @Nullable Object metaOf(long sequenceNr) {
    int index = indexOf(sequenceNr);
    return metas == null ? null : metas[index];
  }

  private int indexOf(long sequenceNr) {
    if (sequenceNr <= missing || sequenceNr > lastSequenceNr()) {
      throw new IllegalStateException(
          "the history holds the events "
              + (missing + 1)
              + " to "
              + lastSequenceNr()
              + ", asked for "
              + sequenceNr);
    }
    return (int) (sequenceNr - missing - 1);
  }

  /** The stored events 1 to {@code sequenceNr}. */
  List<StoredEvent<E>> storedEventsUpTo(long sequenceNr) {
    return new StoredEventList<>(scopeId, eventsUpTo(sequenceNr), eventIds, storedAtMillis);
  }

  /** The application's events 1 to {@code sequenceNr}. */
  List<E> eventsUpTo(long sequenceNr) {
    return new EventList<>(events, prefixSize(sequenceNr));
  }

  private int prefixSize(long sequenceNr) {
    if (sequenceNr == 0) {
      return 0;
    }
    if (!isComplete()) {
      throw new IllegalStateException("the history lacks the events 1 to " + missing);
    }
    return indexOf(sequenceNr) + 1;
  }

  private static final class EventList<E> extends AbstractList<E> implements RandomAccess {

    private final Object[] events;
    private final int size;

    EventList(Object[] events, int size) {
      this.events = events;
      this.size = size;
    }

    @Override
    @SuppressWarnings("unchecked") // Only events are ever added.
    public E get(int index) {
      return (E) events[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static final class StoredEventList<E> extends AbstractList<StoredEvent<E>>
      implements RandomAccess {

    private final ScopeId scopeId;
    private final List<E> events;
    private final long[] eventIds;
    private final long[] storedAtMillis;

    StoredEventList(ScopeId scopeId, List<E> events, long[] eventIds, long[] storedAtMillis) {
      this.scopeId = scopeId;
      this.events = events;
      this.eventIds = eventIds;
      this.storedAtMillis = storedAtMillis;
    }

    @Override
    public StoredEvent<E> get(int index) {
      E event = events.get(index);
      return new StoredEvent<>(
          scopeId,
          index + 1L,
          eventIdAt(eventIds, index),
          Instant.ofEpochMilli(storedAtMillis[index]),
          event,
          false);
    }

    @Override
    public int size() {
      return events.size();
    }
  }
}
