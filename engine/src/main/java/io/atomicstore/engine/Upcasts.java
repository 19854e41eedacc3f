package io.atomicstore.engine;

import java.io.NotSerializableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns stored events of earlier classes into those of the store's class when they are read. */
final class Upcasts<E> {

  private final Class<E> eventClass;
  private final Map<Class<?>, Function<Object, ?>> byClass;

  private Upcasts(Class<E> eventClass, Map<Class<?>, Function<Object, ?>> byClass) {
    this.eventClass = eventClass;
    this.byClass = byClass;
  }

  static <E> Upcasts<E> none(Class<E> eventClass) {
    return new Upcasts<>(eventClass, Map.of());
  }

  /** These upcasts and one more. */
  <T> Upcasts<E> with(Class<T> storedClass, Function<? super T, ?> upcast) {
    if (eventClass.isAssignableFrom(storedClass)) {
      throw new IllegalArgumentException(
          storedClass + " is an event of the store already, a " + eventClass);
    }
    Map<Class<?>, Function<Object, ?>> more = new LinkedHashMap<>(byClass);
    if (more.put(storedClass, stored -> upcast.apply(storedClass.cast(stored))) != null) {
      throw new IllegalArgumentException("there is an upcast of " + storedClass + " already");
    }
    return new Upcasts<>(eventClass, more);
  }

  /**
   * The event that was read, as one of the store's class.
   *
   * @throws NotSerializableException if no upcast leads there, or one of them fails
   */
  E upcast(Object stored) throws NotSerializableException {
    Object event = stored;
    for (int step = 0; step <= byClass.size(); step++) {
      if (eventClass.isInstance(event)) {
        return eventClass.cast(event);
      }
      Function<Object, ?> upcast = byClass.get(event.getClass());
      if (upcast == null) {
        break;
      }
      event = apply(upcast, event);
    }
    throw new NotSerializableException(
        "expected an event of "
            + eventClass
            + (byClass.isEmpty()
                ? ""
                : " or one that is upcast to it, of "
                    + byClass.keySet().stream()
                        .map(Class::toString)
                        .collect(Collectors.joining(", ")))
            + ", found "
            + event.getClass());
  }

  private static Object apply(Function<Object, ?> upcast, Object event)
      throws NotSerializableException {
    try {
      Object upcasted = upcast.apply(event);
      if (upcasted == null) {
        throw new NullPointerException("the upcast of " + event.getClass() + " gave null");
      }
      return upcasted;
    } catch (RuntimeException e) {
      NotSerializableException exception =
          new NotSerializableException(event.getClass() + " could not be upcast: " + e);
      exception.initCause(e);
      throw exception;
    }
  }
}
