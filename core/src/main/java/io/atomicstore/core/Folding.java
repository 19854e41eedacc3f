package io.atomicstore.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls the application's fold and validator, which may throw what they like. */
final class Folding<S, E, R, M> {

  private interface Call<T> {
    T call() throws Exception;
  }

  private final ScopeId scopeId;
  private final Fold<S, E> fold;
  private final @Nullable FoldValidator<S, E, R, M> validator;

  private Folding(ScopeId scopeId, Fold<S, E> fold, @Nullable FoldValidator<S, E, R, M> validator) {
    this.scopeId = scopeId;
    this.fold = fold;
    this.validator = validator;
  }

  /** Decides by itself. */
  static <S, E, R, M> Folding<S, E, R, M> judging(
      ScopeId scopeId, FoldValidator<S, E, R, M> validator) {
    return new Folding<>(scopeId, validator, validator);
  }

  /** Leaves the decisions to others. */
  static <S, E, R, M> Folding<S, E, R, M> asking(ScopeId scopeId, Fold<S, E> fold) {
    return new Folding<>(scopeId, fold, null);
  }

  boolean isJudging() {
    return validator != null;
  }

  /** Decides on the event, or on several one after the other. What is thrown rejects them all. */
  Judged<S, R, M> judge(KnownState<S> on, ProspectiveEvent<E> event) {
    KnownState<S> state = on;
    Decision<R, M> decision = Decision.accept();
    try {
      for (E next : event.events()) {
        decision = decide(stateOf(state), next);
        if (decision instanceof Decision.Reject) {
          return Judged.rejected(on, decision);
        }
        state = after(state, event.eventId(), next);
      }
      return new Judged<>(on, decision, state);
    } catch (FoldFailedException e) {
      return Judged.rejected(on, Decision.failed(e.thrown()));
    }
  }

  private Decision<R, M> decide(S state, E event) throws FoldFailedException {
    FoldValidator<S, E, R, M> judge = Objects.requireNonNull(validator, "nobody judges here");
    return guarded(() -> judge.decide(state, event), "the validator decided null");
  }

  /** What others decided. An event that can't be folded is rejected all the same. */
  Judged<S, R, M> decided(KnownState<S> on, ProspectiveEvent<E> event, Decision<R, M> decision) {
    if (decision instanceof Decision.Reject) {
      return Judged.rejected(on, decision);
    }
    KnownState<S> state = on;
    try {
      for (E next : event.events()) {
        state = after(state, event.eventId(), next);
      }
      return new Judged<>(on, decision, state);
    } catch (FoldFailedException e) {
      return Judged.rejected(on, Decision.failed(e.thrown()));
    }
  }

  KnownState<S> after(KnownState<S> before, EventId eventId, E event) throws FoldFailedException {
    S state = stateOf(before);
    S next = guarded(() -> fold.apply(state, event), "the fold made a state that is null");
    return new KnownState<>(before.prefix().followedBy(eventId), next);
  }

  S stateOf(KnownState<S> known) throws FoldFailedException {
    S state = known.state();
    return state == null
        ? guarded(() -> fold.initial(scopeId), "the initial state is null")
        : state;
  }

  private static <T> T guarded(Call<T> call, String textIfNull) throws FoldFailedException {
    try {
      return Objects.requireNonNull(call.call(), textIfNull);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      throw new FoldFailedException(e);
    }
  }

  /** The state as the application knows it; throws what the application throws. */
  S shown(KnownState<S> known) {
    S state = known.state();
    return state == null ? fold.initial(scopeId) : state;
  }

  /** About how many bytes of memory the state takes; 0 if there is none yet. */
  long weightBytes(KnownState<S> known) {
    S state = known.state();
    return state == null ? 0 : fold.weightBytes(state);
  }
}
