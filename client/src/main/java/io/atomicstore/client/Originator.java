package io.atomicstore.client;

import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.util.concurrent.CompletionStage;

/**
 * Stores events of one kind of originator, over a stream of its own. One that judges by a fold
 * keeps the folded state of the scopes it used most recently, and decides on that, so that storing
 * an event costs the events that it has not seen, not the whole log.
 *
 * <p>Made by {@link AtomicStoreClient#originator} and {@link
 * AtomicStoreClient#delegatingOriginator}, to be made once and kept; it ends with the client.
 * Usable from any thread; nothing here blocks. Several originators, in one process or in many, may
 * store into the same scopes.
 *
 * <p>Every submission gets exactly one result. When the connection breaks, or the server can't tell
 * what became of an event, the same event is submitted again under its event id, until there is a
 * definite result or its timeout has passed. Then the result is {@link Result.Unknown}, or {@link
 * Result.Unavailable} if nothing can have been stored. A server that has taken a submission and
 * does not answer is waited for some {@link SubmissionGate#GRACE 15 seconds} longer.
 *
 * <p>An originator has a bound on the submissions without a result: one more is answered with
 * {@link Result.Overloaded} at once, whose numbers are then those of this originator. Whoever would
 * rather wait for room uses {@link #blocking}.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on to results
 */
public final class Originator<E, R, M> {

  private final SubmissionGate<E, R, M> gate;

  Originator(SubmissionGate<E, R, M> gate) {
    this.gate = gate;
  }

  /** Stores {@code event} if the validator accepts it, under a new event id. */
  public CompletionStage<Result<E, R, M>> storeIfValid(ScopeId scopeId, E event) {
    return storeIfValid(StoreIfValid.of(scopeId, event));
  }

  /**
   * Stores the events of {@code submission} if the validator accepts them, all or none.
   *
   * @return the one result of the submission, completed on the client's executor. It fails with an
   *     {@link IllegalArgumentException} if an event can't be written, and nothing was submitted
   *     then; and with an {@link UnreadableException}, which says what became of the events, if a
   *     reason or meta can't be read
   */
  public CompletionStage<Result<E, R, M>> storeIfValid(StoreIfValid<E> submission) {
    return gate.submit(submission, gate.judged());
  }

  /** Stores {@code event}, under a new event id, if the log ends where it is expected to. */
  public CompletionStage<Result<E, R, M>> storeIfUnchanged(
      ScopeId scopeId, E event, long expectedSequenceNr) {
    return storeIfUnchanged(StoreIfValid.of(scopeId, event), expectedSequenceNr);
  }

  /**
   * Stores the events of {@code submission}, all or none, if the log ends where it is expected to
   * when their turn comes. Nobody judges them.
   *
   * @param expectedSequenceNr of the log's last event; 0 expects an empty log
   * @return as of {@link #storeIfValid(StoreIfValid)}; a {@link Result.Conflict} if the log ends
   *     elsewhere
   */
  public CompletionStage<Result<E, R, M>> storeIfUnchanged(
      StoreIfValid<E> submission, long expectedSequenceNr) {
    return gate.submit(submission, gate.expecting(expectedSequenceNr));
  }

  /** The same originator for threads that wait. */
  public BlockingOriginator<E, R, M> blocking() {
    return new BlockingOriginator<>(gate);
  }

  /** How many submissions have no result yet. */
  public int openSubmissions() {
    return gate.bound().open().submissions();
  }
}
