package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;

/** The journal of a random history: what is durable, and what is on its way there. */
final class NaiveJournal {

  /** The durable events, in order. */
  final List<Tracked> stored = new ArrayList<>();

  /** The events whose writes are under way, in order. */
  final List<Tracked> beingWritten = new ArrayList<>();

  private final HistoryStatistics statistics;

  NaiveJournal(HistoryStatistics statistics) {
    this.statistics = statistics;
  }

  /** The first {@code count} writes become durable. */
  void becomeDurable(int count) {
    statistics.count(
        count > 1
            ? Situation.SEVERAL_EVENTS_BECAME_DURABLE_AT_ONCE
            : Situation.ONE_EVENT_BECAME_DURABLE);
    keep(count);
  }

  /**
   * The first {@code survivors} writes became durable, though nobody was told; the rest is lost.
   */
  void crash(int survivors) {
    if (!beingWritten.isEmpty()) {
      statistics.count(
          survivors == 0
              ? Situation.NO_WRITE_UNDER_WAY_SURVIVED
              : survivors == beingWritten.size()
                  ? Situation.ALL_WRITES_UNDER_WAY_SURVIVED
                  : Situation.SOME_WRITES_UNDER_WAY_SURVIVED);
    }
    keep(survivors);
    beingWritten.clear();
  }

  private void keep(int count) {
    List<Tracked> first = beingWritten.subList(0, count);
    stored.addAll(first);
    first.clear();
  }
}
