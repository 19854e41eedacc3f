package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ProspectiveEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when a log asks, on a submission of this process.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 * @param <R> the application's reasons
 */
@FunctionalInterface
public interface Decider<S, E, R> {

  /**
   * Decides on the events. They are rejected if this throws or gives null, and if the stage fails
   * or completes with null.
   *
   * @param past the state of all past events
   */
  @Nullable CompletionStage<? extends @Nullable Decision<R, ?>> decide(
      ProspectiveEvent<E> event, S past) throws Exception;

  /** Decides as {@code validator} does. */
  static <S, E, R> Decider<S, E, R> by(FoldValidator<S, E, R, ?> validator) {
    return (event, past) ->
        CompletableFuture.completedFuture(validator.decideAll(past, event.events()));
  }
}
