package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of a random history: what is durable, and what is on its way there. */
final class NaiveJournal {

  /** The durable submissions, in order. */
  final List<Tracked> stored = new ArrayList<>();

  /** The submissions whose writes are under way, in order. */
  final List<Tracked> beingWritten = new ArrayList<>();

  private final HistoryStatistics statistics;

  NaiveJournal(HistoryStatistics statistics) {
    this.statistics = statistics;
  }

  /** The first {@code count} writes become durable. */
  void becomeDurable(int count) {
    statistics.count(
        count > 1
            ? Situation.SEVERAL_SUBMISSIONS_BECAME_DURABLE_AT_ONCE
            : Situation.ONE_SUBMISSION_BECAME_DURABLE);
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
    for (Tracked lost : beingWritten.subList(survivors, beingWritten.size())) {
      if (lost.sealsLog) {
        statistics.count(Situation.SEAL_WAS_LOST);
      }
      if (lost.events > 1) {
        statistics.count(Situation.SEVERAL_EVENTS_WERE_LOST_TOGETHER);
      }
    }
    keep(survivors);
    beingWritten.clear();
  }

  private void keep(int count) {
    List<Tracked> first = beingWritten.subList(0, count);
    stored.addAll(first);
    first.clear();
  }

  /** Where this id is among the first so many submissions; null if it is not. */
  @Nullable AcceptedId find(int id, int submissions) {
    for (int i = 0; i < submissions; i++) {
      Tracked submission = stored.get(i);
      if (submission.id == id) {
        return submission.acceptedAt(Tracked.eventsOf(stored.subList(0, i)) + 1L);
      }
    }
    return null;
  }
}
