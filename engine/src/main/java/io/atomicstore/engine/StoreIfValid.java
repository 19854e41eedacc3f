package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The submission of an event. Sent to the receptionist by an originator, which gets a {@link
 * ValidationRequest}, answers it with a {@link ValidationResponse}, and gets exactly one {@link
 * io.atomicstore.core.Result}.
 *
 * @param eventId names the submission. Submitted again, it is not stored twice.
 * @param timeout how long the submission may wait for its turn, counted from its arrival at the
 *     log, at most 365 days; null waits as long as it takes. It is looked at when the turn comes:
 *     the result may come later, but the event is not considered any more.
 */
public record StoreIfValid<E>(E event, EventId eventId, @Nullable Duration timeout) {

  public StoreIfValid {
    if (timeout != null) {
      Timeouts.check("timeout", timeout);
    }
  }

  /** A submission under a new event id (UUID version 7), without a timeout of its own. */
  public static <E> StoreIfValid<E> of(E event) {
    return new StoreIfValid<>(event, EventIds.next(), null);
  }

  /** The same submission under that id. */
  public StoreIfValid<E> withEventId(EventId newEventId) {
    return new StoreIfValid<>(event, newEventId, timeout);
  }

  /** The same submission, given up when its turn has not come within {@code newTimeout}. */
  public StoreIfValid<E> withTimeout(Duration newTimeout) {
    return new StoreIfValid<>(event, eventId, newTimeout);
  }
}
