package io.atomicstore.core;

/**
 * Some consecutive events of a log, and in which order to read them.
 *
 * @param fromSequenceNr the first event to read, counting from 1. Forwards, there is nothing to
 *     read behind the end of the log; backwards, reading begins with the last event then.
 * @param order which event follows which
 * @param eventsMax how many events to read at most
 */
public record EventRange(long fromSequenceNr, Order order, long eventsMax) {

  /** Which event follows which. */
  public enum Order {
    FORWARDS,
    BACKWARDS
  }

  public EventRange {
    SequenceNr.ofEvent(fromSequenceNr);
    if (eventsMax < 1) {
      throw new IllegalArgumentException("eventsMax must be at least 1, found " + eventsMax);
    }
  }

  /** All events, from the first to the last. */
  public static EventRange all() {
    return forwards(1);
  }

  /** The events from that one to the last. */
  public static EventRange forwards(long fromSequenceNr) {
    return new EventRange(fromSequenceNr, Order.FORWARDS, Long.MAX_VALUE);
  }

  /** All events, from the last back to the first. */
  public static EventRange backwards() {
    return backwards(Long.MAX_VALUE);
  }

  /** The events from that one back to the first. */
  public static EventRange backwards(long fromSequenceNr) {
    return new EventRange(fromSequenceNr, Order.BACKWARDS, Long.MAX_VALUE);
  }

  /** The same range, ended after that many events. */
  public EventRange limit(long newEventsMax) {
    return new EventRange(fromSequenceNr, order, newEventsMax);
  }
}
