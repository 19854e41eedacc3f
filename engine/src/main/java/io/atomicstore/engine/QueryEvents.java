package io.atomicstore.engine;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import java.time.Duration;

/**
 * Asks a log for a page of its durable events. Answered at any time, also during a validation, with
 * {@link QueriedEvents} or {@link QueryRefused}. It names no scope: send {@link #inScope} to the
 * receptionist.
 *
 * @param fromSequenceNr the first event of the page, counting from 1; backwards, {@link
 *     Long#MAX_VALUE} is the last of the log
 * @param order of the events in the page
 * @param eventsMax how many at most; fewer come if they would not fit a message
 * @param patience how long to wait if the log does not have the first event; zero answers at once.
 *     A log that is sealed does not wait.
 */
public record QueryEvents(
    long fromSequenceNr, EventRange.Order order, int eventsMax, Duration patience) {

  /** The longest {@link #patience}. */
  public static final Duration PATIENCE_MAX = Duration.ofMinutes(1);

  public QueryEvents {
    SequenceNr.ofEvent(fromSequenceNr);
    if (eventsMax < 1) {
      throw new IllegalArgumentException("eventsMax must be at least 1, found " + eventsMax);
    }
    if (patience.isNegative() || patience.compareTo(PATIENCE_MAX) > 0) {
      throw new IllegalArgumentException(
          "patience must be 0 to " + PATIENCE_MAX + ", found " + patience);
    }
    if (!patience.isZero() && order == EventRange.Order.BACKWARDS) {
      throw new IllegalArgumentException("a query backwards must not wait, found " + patience);
    }
  }

  /** The events from that one on, as many as fit a message. */
  public static QueryEvents forwards(long fromSequenceNr) {
    return new QueryEvents(
        fromSequenceNr, EventRange.Order.FORWARDS, Integer.MAX_VALUE, Duration.ZERO);
  }

  /** The events from that one back to the first, as many as fit a message. */
  public static QueryEvents backwards(long fromSequenceNr) {
    return new QueryEvents(
        fromSequenceNr, EventRange.Order.BACKWARDS, Integer.MAX_VALUE, Duration.ZERO);
  }

  /** The same query for {@code newMax} events at most. */
  public QueryEvents withEventsMax(int newMax) {
    return new QueryEvents(fromSequenceNr, order, newMax, patience);
  }

  /** The same query, which waits up to {@code newPatience} for the first event. */
  public QueryEvents withPatience(Duration newPatience) {
    return new QueryEvents(fromSequenceNr, order, eventsMax, newPatience);
  }

  /** The query in an envelope for the log of that scope. */
  public Envelope inScope(ScopeId scopeId) {
    return new Envelope(scopeId, this);
  }
}
