package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides, when a log asks, on a submission of this process. */
@FunctionalInterface
interface Decider<S, E, R> {

  /**
   * Decides on the events. They are rejected if this throws or gives null, and if the stage fails
   * or completes with null.
   *
   * @param past the state of all past events
   */
  @Nullable CompletionStage<? extends @Nullable Decision<R, ?>> decide(
      ProspectiveEvent<E> event, S past) throws Exception;
}
