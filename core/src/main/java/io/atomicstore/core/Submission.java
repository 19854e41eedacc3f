package io.atomicstore.core;

/**
 * One event on its way through a log's queue.
 *
 * @param fingerprint a hash of the event's bytes: tells a repeated event from another event under
 *     the same id
 * @param sizeBytes the size of the event's bytes, for the bound on the queue
 * @param originator who gets the result, as the log's surroundings name it
 * @param submittedAtNanos when it came, on the log's monotonic clock
 * @param deadlineNanos from then on it need not be considered any more, on the same clock; {@link
 *     Long#MAX_VALUE} is never
 * @param <O> how the log's surroundings name an originator; compared by {@code equals}
 */
public record Submission<E, O>(
    ProspectiveEvent<E> prospectiveEvent,
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

  /** Whether the other one submits the same event under the same id. */
  boolean isRepeatedBy(Submission<E, O> other) {
    return eventId().equals(other.eventId()) && fingerprint == other.fingerprint;
  }
}
