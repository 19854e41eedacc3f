package io.atomicstore.engine;

import io.atomicstore.core.Fold;
import io.atomicstore.core.ScopeId;

/** Folds events into the list of them all. */
final class EventListFold<E> implements Fold<EventList<E>, E> {

  /** An estimate: nobody asks the application how much memory its events take. */
  private static final long EVENT_BYTES = 256;

  @Override
  public EventList<E> initial(ScopeId scopeId) {
    return EventList.empty();
  }

  @Override
  public EventList<E> apply(EventList<E> state, E event) {
    return state.plus(event);
  }

  @Override
  public long weightBytes(EventList<E> state) {
    return EVENT_BYTES * state.size();
  }
}
