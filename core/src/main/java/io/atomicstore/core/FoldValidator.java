package io.atomicstore.core;

import java.util.List;

/**
 * Judges prospective events on the folded past of their scope.
 *
 * <p>Several events that are submitted together are judged one after the other, each on the state
 * that includes those before it; the first rejection rejects them all, and the last decision's meta
 * is that of the result.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what it passes on to the result
 */
public interface FoldValidator<S, E, R, M> extends Fold<S, E> {

  /**
   * Decides on {@code prospectiveEvent}. Must not block, and depend on its arguments alone: it may
   * be called more than once for one event, and what it decided first may not be what counts. What
   * it throws rejects the event.
   */
  Decision<R, M> decide(S state, E prospectiveEvent) throws Exception;

  /**
   * Decides on several events, each on the state that includes those before it.
   *
   * @param state of the past events
   * @param prospectiveEvents one or more, in order
   */
  default Decision<R, M> decideAll(S state, List<E> prospectiveEvents) throws Exception {
    S before = state;
    Decision<R, M> decision = Decision.accept();
    for (E event : prospectiveEvents) {
      decision = decide(before, event);
      if (!(decision instanceof Decision.Accept)) {
        break;
      }
      before = apply(before, event);
    }
    return decision;
  }
}
