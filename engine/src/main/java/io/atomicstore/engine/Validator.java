package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import java.util.List;

/**
 * Judges a prospective event on all past events of its scope.
 *
 * <p>Runs on the store's validation executor, for different scopes at the same time. Until it
 * returns, or the validation timeout passes, no other event of that scope is considered. What it
 * throws rejects the event; the log goes on.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what it passes on to the result
 */
@FunctionalInterface
public interface Validator<E, R, M> {

  /**
   * Decides on {@code prospectiveEvent}.
   *
   * @param pastEvents every event of the scope, in order; immutable, and shared with the log rather
   *     than copied
   */
  Decision<R, M> validate(E prospectiveEvent, List<E> pastEvents) throws Exception;
}
