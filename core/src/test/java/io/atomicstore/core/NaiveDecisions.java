package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the naive model of a log has decided: the log, and what it remembers of it. */
final class NaiveDecisions {

  /** The submissions accepted, in order, durable or not. */
  final List<Tracked> log = new ArrayList<>();

  /** How many of them, the first, are durable. */
  int durable;

  /** How many of them, the first, are known to the journal alone. */
  int older;

  /** No id of an older submission is higher; 0 if there is none. */
  private int highestOlder;

  /** How many of them, the first, are older or in the elder of two generations. */
  private int elder;

  /** The latest submissions that were rejected or timed out. */
  private final List<Tracked> remembered = new ArrayList<>();

  private final LogPrefix start;
  private final int summarized;
  private final LogLimits limits;

  NaiveDecisions(LogLimits limits, Recovery recovery) {
    this.limits = limits;
    this.start = recovery.summary().prefix();
    this.summarized = recovery.summarized();
    for (Tracked submission : recovery.stored()) {
      if (log.size() < summarized) {
        log.add(submission);
        older = log.size();
        elder = log.size();
      } else {
        durable = log.size();
        accept(submission);
      }
    }
    durable = log.size();
    EventId highest = recovery.summary().highestId();
    highestOlder = Math.max(highestOlder, highest == null ? 0 : Tracked.numberOf(highest));
  }

  void accept(Tracked submission) {
    remembered.removeIf(other -> other.id == submission.id);
    if (log.size() - elder >= limits.recentIdsMax() && elder <= durable) {
      for (Tracked dropped : log.subList(older, elder)) {
        highestOlder = Math.max(highestOlder, dropped.id);
      }
      older = elder;
      elder = log.size();
    }
    log.add(submission);
  }

  void reject(Tracked submission, Decision.Reject<String, Long> rejection) {
    submission.rejection = rejection;
    remember(submission);
  }

  void timedOut(Tracked submission) {
    remember(submission);
  }

  private void remember(Tracked submission) {
    remembered.removeIf(other -> other.id == submission.id);
    remembered.add(submission);
    while (remembered.size() > limits.rememberedResultsMax()) {
      remembered.remove(0);
    }
  }

  /** The number of events of the first so many submissions. */
  int eventsOf(int submissions) {
    int events = 0;
    for (int i = 0; i < submissions; i++) {
      events += log.get(i).events;
    }
    return events;
  }

  /** The log up to the end of the first so many submissions. */
  LogPrefix prefixOf(int submissions) {
    if (submissions < summarized) {
      return LogPrefix.ofDurable(eventsOf(submissions));
    }
    LogPrefix prefix = start;
    for (Tracked submission : log.subList(summarized, submissions)) {
      prefix = submission.after(prefix);
    }
    return prefix;
  }

  boolean isAllDurable() {
    return durable == log.size();
  }

  boolean isSealed() {
    return !log.isEmpty() && log.get(log.size() - 1).sealsLog;
  }

  /** The submission of this id among those whose ids are known here; null if it is not. */
  @Nullable Tracked recent(int id) {
    for (Tracked submission : log.subList(older, log.size())) {
      if (submission.id == id) {
        return submission;
      }
    }
    return null;
  }

  boolean isDurable(Tracked submission) {
    return log.indexOf(submission) < durable;
  }

  int sequenceNrOf(Tracked submission) {
    return eventsOf(log.indexOf(submission)) + 1;
  }

  @Nullable Tracked remembered(int id) {
    for (Tracked submission : remembered) {
      if (submission.id == id) {
        return submission;
      }
    }
    return null;
  }

  private @Nullable Tracked rejected(int id) {
    Tracked earlier = remembered(id);
    return earlier == null || earlier.rejection == null ? null : earlier;
  }

  /** Whether only the journal can tell if this id was accepted. */
  boolean mayBeOlder(int id) {
    return recent(id) == null && id <= highestOlder;
  }

  /** Whether the journal has to tell before a submission of that id can have its turn. */
  boolean needsLookUp(int id) {
    return mayBeOlder(id) && rejected(id) == null;
  }

  /** The answer to a submission whose id was decided before; null if that is not known here. */
  @Nullable Did answerToRepetition(Tracked submission) {
    Tracked accepted = recent(submission.id);
    if (accepted != null) {
      return answerFromLog(submission, sequenceNrOf(accepted), accepted.bytes);
    }
    Tracked rejected = rejected(submission.id);
    if (rejected == null) {
      return null;
    }
    return rejected.isEqualEvent(submission)
        ? new Did(Did.What.REJECTED_AGAIN, submission, 0, rejected.rejection)
        : new Did(Did.What.EVENT_ID_TAKEN, submission, 0, null);
  }

  static Did answerFromLog(Tracked submission, long sequenceNr, long bytes) {
    return bytes == submission.bytes
        ? new Did(Did.What.ACCEPTED_AGAIN, submission, sequenceNr, null)
        : new Did(Did.What.EVENT_ID_TAKEN, submission, sequenceNr, null);
  }
}
