package io.atomicstore.core;

/**
 * What was submitted, on its way through a log's queue.
 *
 * @param judgement how it is to be judged when its turn comes
 * @param fingerprint a hash of the events' bytes: tells a repeated submission from another one
 *     under the same id
 * @param sizeBytes the size of the events' bytes, for the bound on the queue
 * @param originator who gets the result, as the log's surroundings name it
 * @param submittedAtNanos when it came, on the log's monotonic clock
 * @param deadlineNanos from then on it need not be considered any more, on the same clock; {@link
 *     Long#MAX_VALUE} is never
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on
 * @param <O> how the log's surroundings name an originator; compared by {@code equals}
 */
public record Submission<E, R, M, O>(
    ProspectiveEvent<E> prospectiveEvent,
    Judgement<R, M> judgement,
    long fingerprint,
    int sizeBytes,
    O originator,
    long submittedAtNanos,
    long deadlineNanos) {

  public Submission {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size must be 0 bytes or more, found " + sizeBytes);
    }
  }

  EventId eventId() {
    return prospectiveEvent.eventId();
  }

  int events() {
    return prospectiveEvent.events().size();
  }

  /** Whether the other one submits the same events under the same id. */
  boolean isRepeatedBy(Submission<E, R, M, O> other) {
    return eventId().equals(other.eventId()) && fingerprint == other.fingerprint;
  }
}
