package io.atomicstore.engine;

import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Result;
import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.Decider;
import java.util.concurrent.CompletionStage;

/**
 * Stores events of one kind of originator, which judges by a fold: it keeps the folded state of the
 * scopes it used most recently, and decides on that, so that storing an event costs the events that
 * it has not seen, not the whole log.
 *
 * <p>Made by {@link AtomicStore#originator}, to be made once and kept; it ends with the store.
 * Usable from any thread; nothing here blocks. Several originators, in one process or in many, may
 * store into the same scopes.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what the validator passes on to the result
 */
public final class Originator<E, R, M> {

  private final SubmissionGate<E, R> gate;
  private final SubmissionGate.Way<E, R> way;

  private Originator(SubmissionGate<E, R> gate, SubmissionGate.Way<E, R> way) {
    this.gate = gate;
    this.way = way;
  }

  /** One that decides as soon as events are submitted. */
  static <S, E, R, M> Originator<E, R, M> ahead(
      SubmissionGate<E, R> gate, Conversations<S, E, R> conversations) {
    return new Originator<>(gate, (event, timeout) -> conversations.submit(event, timeout, null));
  }

  /** One whose {@code validator} decides when the log asks. */
  static <S, E, R, M> Originator<E, R, M> whenAsked(
      SubmissionGate<E, R> gate,
      Conversations<S, E, R> conversations,
      FoldValidator<S, E, R, M> validator) {
    Decider<S, E, R> decider = Decider.by(validator);
    return new Originator<>(
        gate, (event, timeout) -> conversations.submit(event, timeout, decider));
  }

  /** Stores {@code event} if the validator accepts it, under a new event id. */
  public CompletionStage<Result<E, R, M>> storeIfValid(E event) {
    return storeIfValid(StoreIfValid.of(event));
  }

  /**
   * Stores the events of {@code submission} if the validator accepts them, all or none.
   *
   * @return the one result of the submission, completed on the store's executor, or on a thread of
   *     the actor system if the executor does not take it or the log is not heard of. It fails only
   *     if nothing was submitted: with the exception that {@link Scoped} threw if the scope of an
   *     event can't be told, and with an {@link IllegalArgumentException} if the events are of
   *     different scopes, or the submission brings a judgement of its own.
   */
  public CompletionStage<Result<E, R, M>> storeIfValid(StoreIfValid<E> submission) {
    return gate.submit(submission, way);
  }
}
