package io.atomicstore.core;

/**
 * A decision, what it was taken on, and what the log is if the decision stands.
 *
 * @param after the state after the events if they are accepted; else {@code on}
 */
record Judged<S, R, M>(KnownState<S> on, Decision<R, M> decision, KnownState<S> after) {

  /** The events are not stored, and the log stays as it is. */
  static <S, R, M> Judged<S, R, M> rejected(KnownState<S> on, Decision<R, M> decision) {
    return new Judged<>(on, decision, on);
  }

  boolean isAccepted() {
    return decision instanceof Decision.Accept;
  }
}
