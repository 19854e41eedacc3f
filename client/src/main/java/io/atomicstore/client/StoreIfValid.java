package io.atomicstore.client;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.EventIds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The submission of an event, or of several that are stored together or not at all.
 *
 * @param events one or more, in order
 * @param eventId names the submission for ever. Submitted again to the same scope, it is not stored
 *     twice.
 * @param timeout how long the caller wants to wait: within that time the turn of the submission has
 *     to come, across lost connections; null is the client's {@link
 *     AtomicStoreClientBuilder#submissionTimeout}
 * @param sealsLog whether the log is to be sealed by it: no event is stored after its last one
 */
public record StoreIfValid<E>(
    ScopeId scopeId,
    List<E> events,
    EventId eventId,
    @Nullable Duration timeout,
    boolean sealsLog) {

  public StoreIfValid {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("expected at least one event to submit, found none");
    }
    if (timeout != null) {
      Timeouts.check("timeout", timeout);
    }
  }

  /** A submission under a new event id (UUID version 7), without a timeout of its own. */
  public static <E> StoreIfValid<E> of(ScopeId scopeId, E event) {
    return ofAll(scopeId, List.of(event));
  }

  /** The same of several events, which are stored together or not at all. */
  public static <E> StoreIfValid<E> ofAll(ScopeId scopeId, List<E> events) {
    return new StoreIfValid<>(scopeId, events, EventIds.next(), null, false);
  }

  /** The same submission under that id. */
  public StoreIfValid<E> withEventId(EventId newEventId) {
    return new StoreIfValid<>(scopeId, events, newEventId, timeout, sealsLog);
  }

  /** The same submission, given up when its turn has not come within {@code newTimeout}. */
  public StoreIfValid<E> withTimeout(Duration newTimeout) {
    return new StoreIfValid<>(scopeId, events, eventId, newTimeout, sealsLog);
  }

  /** The same submission, whose last event seals the log: nothing is stored after it. */
  public StoreIfValid<E> sealingLog() {
    return new StoreIfValid<>(scopeId, events, eventId, timeout, true);
  }

  ProspectiveEvent<E> prospectiveEvent() {
    return new ProspectiveEvent<>(scopeId, eventId, events, sealsLog);
  }
}
