package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the naive model of a log has decided: the log, and the latest rejections. */
final class NaiveDecisions {

  /** The events accepted, in order, durable or not. */
  final List<Tracked> log;

  private final List<Tracked> rejected = new ArrayList<>();
  private final int rememberedRejectionsMax;

  NaiveDecisions(List<Tracked> stored, int rememberedRejectionsMax) {
    this.log = new ArrayList<>(stored);
    this.rememberedRejectionsMax = rememberedRejectionsMax;
  }

  void reject(Tracked event, Decision.Reject<String, Long> rejection) {
    event.rejection = rejection;
    rejected.add(event);
  }

  /** Where this id is in the log, from 1; 0 if it is not. */
  int sequenceNrOf(int id) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).id == id) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The answer to a submission whose id was decided before; null if it was not. */
  @Nullable Did answerToRepetition(Tracked event) {
    int sequenceNr = sequenceNrOf(event.id);
    if (sequenceNr > 0) {
      boolean isSame = log.get(sequenceNr - 1).isEqualEvent(event);
      Did.What what = isSame ? Did.What.ACCEPTED_AGAIN : Did.What.EVENT_ID_TAKEN;
      return new Did(what, event, sequenceNr, null);
    }
    int from = Math.max(0, rejected.size() - rememberedRejectionsMax);
    for (Tracked other : rejected.subList(from, rejected.size())) {
      if (other.id == event.id) {
        return other.isEqualEvent(event)
            ? new Did(Did.What.REJECTED_AGAIN, event, 0, other.rejection)
            : new Did(Did.What.EVENT_ID_TAKEN, event, 0, null);
      }
    }
    return null;
  }
}
