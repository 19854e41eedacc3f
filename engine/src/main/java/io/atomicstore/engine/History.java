package io.atomicstore.engine;

import io.atomicstore.core.StoredEvent;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
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

  @SuppressWarnings("unchecked")
  private StoredEvent<E>[] events = (StoredEvent<E>[]) new StoredEvent<?>[INITIAL_CAPACITY];

  private @Nullable Object @Nullable [] metas;
  private int size;
  private long missing;

  /** Says that the events 1 to {@code sequenceNr} exist, but not in memory. */
  void startAfter(long sequenceNr) {
    if (size > 0) {
      throw new IllegalStateException("the history holds " + size + " events already");
    }
    missing = sequenceNr;
  }

  void add(StoredEvent<E> event, @Nullable Object meta) {
    if (event.sequenceNr() != lastSequenceNr() + 1) {
      throw new IllegalStateException(
          "scope '"
              + event.scopeId()
              + "': expected the event with sequence number "
              + (lastSequenceNr() + 1)
              + " next, found "
              + event.sequenceNr());
    }
    if (size == events.length) {
      events = Arrays.copyOf(events, size * 2);
    }
    events[size] = event;
    if (meta != null) {
      metas = metas == null ? new Object[events.length] : metas;
      if (size >= metas.length) {
        metas = Arrays.copyOf(metas, events.length);
      }
      metas[size] = meta;
    }
    size++;
  }

  /** Puts in front of this history what it lacks. */
  void addOlder(History<E> older) {
    if (older.missing != 0 || older.size != missing) {
      throw new IllegalStateException(
          "expected the events 1 to " + missing + ", found " + older.size + " events");
    }
    for (int i = 0; i < size; i++) {
      older.add(events[i], metas == null || i >= metas.length ? null : metas[i]);
    }
    events = older.events;
    metas = older.metas;
    size = older.size;
    missing = 0;
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
    return metas == null || index >= metas.length ? null : metas[index];
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
    return new Prefix<>(events, prefixSize(sequenceNr));
  }

  /** The application's events 1 to {@code sequenceNr}. */
  List<E> eventsUpTo(long sequenceNr) {
    return new EventPrefix<>(events, prefixSize(sequenceNr));
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

  private static final class Prefix<E> extends AbstractList<StoredEvent<E>>
      implements RandomAccess {

    private final StoredEvent<E>[] events;
    private final int size;

    Prefix(StoredEvent<E>[] events, int size) {
      this.events = events;
      this.size = size;
    }

    @Override
    public StoredEvent<E> get(int index) {
      return events[checked(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static final class EventPrefix<E> extends AbstractList<E> implements RandomAccess {

    private final StoredEvent<E>[] events;
    private final int size;

    EventPrefix(StoredEvent<E>[] events, int size) {
      this.events = events;
      this.size = size;
    }

    @Override
    public E get(int index) {
      return events[checked(index, size)].event();
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static int checked(int index, int size) {
    return java.util.Objects.checkIndex(index, size);
  }
}
