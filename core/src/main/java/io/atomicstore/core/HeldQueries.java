package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;

/** The queries that wait for a log to open; at most {@code max}. */
final class HeldQueries<E, R, M, O> {

  private final int max;
  private final List<O> askers = new ArrayList<>(0);

  HeldQueries(int max) {
    this.max = max;
  }

  List<Effect<E, R, M, O>> hold(O asker) {
    if (askers.size() >= max) {
      return List.of(
          new Effect.RefuseQuery<>(
              asker, askers.size() + " queries wait already for the log to open"));
    }
    askers.add(asker);
    return List.of();
  }

  void answer(long durableSequenceNr, List<Effect<E, R, M, O>> effects) {
    for (O asker : askers) {
      effects.add(new Effect.AnswerQuery<>(asker, durableSequenceNr));
    }
    askers.clear();
  }

  void refuse(String cause, List<Effect<E, R, M, O>> effects) {
    for (O asker : askers) {
      effects.add(new Effect.RefuseQuery<>(asker, cause));
    }
    askers.clear();
  }
}
