package io.atomicstore.core;

import java.util.List;

/**
 * What is under consideration: an event, or several that are admitted together or not at all.
 *
 * @param eventId names the submission; the same for all its events
 * @param events one or more, in order
 * @param sealsLog whether the log ends with them, and takes no more events after them
 */
public record ProspectiveEvent<E>(
    ScopeId scopeId, EventId eventId, List<E> events, boolean sealsLog) {

  public ProspectiveEvent {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("expected at least one event to submit, found none");
    }
  }

  /** One event. */
  public static <E> ProspectiveEvent<E> of(ScopeId scopeId, EventId eventId, E event) {
    return new ProspectiveEvent<>(scopeId, eventId, List.of(event), false);
  }

  /** The event; the first one if several are submitted together. */
  public E event() {
    return events.get(0);
  }
}
