package io.atomicstore.engine;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The events of a scope, immutable. A list and what was added to it share their memory, as long as
 * nothing else was added to the same list before.
 *
 * <p>Read by any thread; of the lists that share memory, one at a time may be added to.
 */
final class EventList<E> extends AbstractList<E> implements RandomAccess {

  private static final int CAPACITY_MIN = 4;

  /** Filled from the front; each list sees its first places only. */
  private static final class Places {

    private final Object[] events;
    private int taken;

    private Places(Object[] events, int taken) {
      this.events = events;
      this.taken = taken;
    }
  }

  private final Places places;
  private final int size;

  private EventList(Places places, int size) {
    this.places = places;
    this.size = size;
  }

  static <E> EventList<E> empty() {
    return new EventList<>(new Places(new Object[0], 0), 0);
  }

  /** The list of these events and one more; this one stays as it is. */
  EventList<E> plus(E event) {
    Places target = places.taken == size && size < places.events.length ? places : copy();
    target.events[size] = event;
    target.taken = size + 1;
    return new EventList<>(target, size + 1);
  }

  private Places copy() {
    Object[] copied = new Object[Math.max(CAPACITY_MIN, size + size / 2 + 1)];
    System.arraycopy(places.events, 0, copied, 0, size);
    return new Places(copied, size);
  }

  @Override
  @SuppressWarnings("unchecked") // Only events are ever added.
  public E get(int index) {
    return (E) places.events[Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object[] toArray() {
    return Arrays.copyOf(places.events, size, Object[].class);
  }
}
