package io.atomicstore.client;

import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;

/**
 * An {@link Originator} whose methods wait for the result. Where that has too many submissions
 * without a result, they wait for room too, as long as the submission's timeout allows.
 *
 * <p>Not for threads of the client's own executor: what they wait for may be waiting for them.
 *
 * <p>A thread that is interrupted stops waiting, but what it has submitted goes on: submitted again
 * under the same event id, it gets the same result.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on to results
 */
public final class BlockingOriginator<E, R, M> {

  private final SubmissionGate<E, R, M> gate;

  BlockingOriginator(SubmissionGate<E, R, M> gate) {
    this.gate = gate;
  }

  /** Stores {@code event} if the validator accepts it, under a new event id. */
  public Result<E, R, M> storeIfValid(ScopeId scopeId, E event) throws InterruptedException {
    return storeIfValid(StoreIfValid.of(scopeId, event));
  }

  /**
   * Stores the events of {@code submission} if the validator accepts them, all or none.
   *
   * @throws IllegalArgumentException if an event can't be written; nothing was submitted
   * @throws UnreadableException if a reason or meta can't be read; it says what became of the
   *     events
   */
  public Result<E, R, M> storeIfValid(StoreIfValid<E> submission) throws InterruptedException {
    return gate.submitAndWait(submission, gate.judged());
  }

  /** Stores {@code event}, under a new event id, if the log ends where it is expected to. */
  public Result<E, R, M> storeIfUnchanged(ScopeId scopeId, E event, long expectedSequenceNr)
      throws InterruptedException {
    return storeIfUnchanged(StoreIfValid.of(scopeId, event), expectedSequenceNr);
  }

  /**
   * Stores the events of {@code submission}, all or none, if the log ends where it is expected to
   * when their turn comes. Nobody judges them.
   *
   * @param expectedSequenceNr of the log's last event; 0 expects an empty log
   * @throws IllegalArgumentException as {@link #storeIfValid(StoreIfValid)}
   * @throws UnreadableException as {@link #storeIfValid(StoreIfValid)}
   */
  public Result<E, R, M> storeIfUnchanged(StoreIfValid<E> submission, long expectedSequenceNr)
      throws InterruptedException {
    return gate.submitAndWait(submission, gate.expecting(expectedSequenceNr));
  }
}
