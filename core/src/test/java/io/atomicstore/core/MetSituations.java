package io.atomicstore.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what one incarnation of a log meets, from what it did and what the naive model knows. */
final class MetSituations {

  private final LogLimits limits;
  private final NaiveLog model;
  private final HistoryStatistics statistics;
  private final Set<Tracked> asked = new HashSet<>();
  private boolean isOpen;
  private boolean isStopping;
  private int askedAgain;

  MetSituations(LogLimits limits, NaiveLog model, HistoryStatistics statistics) {
    this.limits = limits;
    this.model = model;
    this.statistics = statistics;
  }

  void opened() {
    isOpen = true;
  }

  void stopped() {
    isStopping = true;
  }

  void submitted(Tracked event) {
    if (!isOpen) {
      statistics.count(Situation.SUBMITTED_WHILE_THE_LOG_OPENS);
    }
    if (event.events > limits.submissionEventsMax()) {
      statistics.count(Situation.TOO_MANY_EVENTS);
    }
  }

  void lookedUp(int id, @Nullable AcceptedId found) {
    NaiveLookUps.LookUp lookUp = model.lookUps().find(id);
    if (lookUp == null || lookUp.isAnswered) {
      statistics.count(Situation.LOOK_UP_ANSWERED_THOUGH_NOBODY_ASKED);
    } else if (found == null) {
      statistics.count(Situation.LOOK_UP_FOUND_NOTHING);
    }
  }

  /** The log did this on that input; the model has done it, too. */
  void did(String input, Did did) {
    statistics.count(did.what());
    Tracked about = did.about();
    if (did.what() == Did.What.LOOK_UP) {
      lookUp(input);
    } else if (did.what() == Did.What.ANSWER_RESULT_QUERY && did.detail() instanceof List<?> told) {
      result(input, told.get(1));
    } else if (did.what() == Did.What.ANSWER_QUERY && input.startsWith("durable")) {
      statistics.count(Situation.QUERY_WAITED_FOR_EVENTS);
    }
    if (isStopping && input.startsWith("query") && did.what() != Did.What.REFUSE_QUERY) {
      statistics.count(Situation.QUERY_OF_A_LOG_THAT_STOPS);
    }
    if (about != null) {
      did(about, did);
    }
  }

  private void lookUp(String input) {
    if (model.lookUps().askedAgain > askedAgain) {
      statistics.count(Situation.LOOK_UP_AGAIN_SINCE_IT_COVERED_TOO_LITTLE);
    } else if (input.startsWith("submit") && !model.isFree()) {
      statistics.count(Situation.LOOK_UP_BEHIND_A_VALIDATION);
    } else if (!input.startsWith("submit")
        && !input.startsWith("opened")
        && !input.startsWith("query")) {
      statistics.count(Situation.LOOK_UP_WHEN_THE_TURN_CAME);
    }
    askedAgain = model.lookUps().askedAgain;
  }

  private void result(String input, @Nullable Object result) {
    if (result instanceof RecordedResult.Accepted) {
      statistics.count(
          input.startsWith("looked up")
              ? Situation.RESULT_FOUND_BY_A_LOOK_UP
              : Situation.RESULT_ACCEPTED);
    } else if (result instanceof RecordedResult.Rejected) {
      statistics.count(Situation.RESULT_REJECTED);
    } else if (result instanceof RecordedResult.TimedOut) {
      statistics.count(Situation.RESULT_TIMED_OUT);
    } else if (result instanceof RecordedResult.Pending) {
      statistics.count(Situation.RESULT_PENDING);
    } else {
      statistics.count(Situation.RESULT_NOT_KNOWN);
    }
  }

  private void did(Tracked about, Did did) {
    Judgement<String, Long> judgement = about.submission.judgement();
    if (did.what() == Did.What.ASK && did.detail() instanceof LogPrefix past) {
      asked.add(about);
      if (past.sequenceNr() > model.decided().eventsOf(model.decided().durable)) {
        statistics.count(Situation.ASKED_WHILE_AN_EARLIER_EVENT_IS_BEING_WRITTEN);
      }
      if (judgement instanceof Judgement.Decided<String, Long> decided) {
        statistics.count(whyAsked(decided.known(), past));
      }
    } else if (did.what() == Did.What.WRITE) {
      wrote(about, judgement);
    } else {
      about.told = did.what();
      told(about, did, judgement);
    }
  }

  private static Situation whyAsked(LogPrefix known, LogPrefix past) {
    if (!past.isHashKnown()) {
      return Situation.DECISION_IN_A_LOG_WITHOUT_HASH;
    } else if (known.sequenceNr() != past.sequenceNr()) {
      return known.sequenceNr() < past.sequenceNr()
          ? Situation.DECISION_ON_FEWER_EVENTS
          : Situation.DECISION_ON_MORE_EVENTS;
    }
    return known.isHashKnown()
        ? Situation.DECISION_ON_OTHER_EVENTS
        : Situation.DECISION_WITHOUT_HASH;
  }

  private void wrote(Tracked about, Judgement<String, Long> judgement) {
    if (about.events > 1) {
      statistics.count(Situation.SEVERAL_EVENTS_ACCEPTED);
    }
    if (judgement instanceof Judgement.Expect) {
      statistics.count(Situation.EXPECTED_RIGHTLY);
    } else if (!asked.contains(about)) {
      statistics.count(Situation.DECISION_STOOD_YES);
      int before = model.accepted().indexOf(about);
      if (before > model.decided().durable) {
        statistics.count(Situation.DECISION_STOOD_ON_EVENTS_BEING_WRITTEN);
      }
      if (before > about.acceptedBefore) {
        statistics.count(Situation.DECISION_STOOD_AFTER_IT_WAITED);
      }
    }
  }

  private void told(Tracked about, Did did, Judgement<String, Long> judgement) {
    boolean isRecent = model.decided().recent(about.id) != null;
    switch (did.what()) {
      case TIMED_OUT ->
          statistics.count(
              asked.contains(about)
                  ? Situation.VALIDATION_TIMED_OUT
                  : Situation.OWN_DEADLINE_PASSED_IN_THE_QUEUE);
      case OVERLOADED -> {
        statistics.count(
            did.number() + about.events <= limits.waitingEventsMax()
                ? Situation.OVERLOADED_BY_BYTES
                : Situation.OVERLOADED_BY_EVENTS);
        if (!isOpen) {
          statistics.count(Situation.OVERLOADED_WHILE_THE_LOG_OPENS);
        }
      }
      case REJECTED -> {
        if (about.wasOwed) {
          statistics.count(Situation.REJECTION_WAITED_FOR_A_WRITE);
        }
        if (judgement instanceof Judgement.Decided && !asked.contains(about)) {
          statistics.count(Situation.DECISION_STOOD_NO);
        }
      }
      case ACCEPTED_AGAIN -> {
        if (model.decided().isSealed()) {
          statistics.count(Situation.DUPLICATE_TOLD_BY_A_SEALED_LOG);
        }
        if (!isRecent) {
          statistics.count(Situation.REPETITION_FOUND_BY_A_LOOK_UP);
        }
      }
      case EVENT_ID_TAKEN -> {
        if (did.number() > 0 && !isRecent) {
          statistics.count(Situation.TAKEN_ID_FOUND_BY_A_LOOK_UP);
        }
      }
      case CONFLICT ->
          statistics.count(
              about.wasOwed
                  ? Situation.CONFLICT_WAITED_FOR_A_WRITE
                  : Situation.CONFLICT_TOLD_AT_ONCE);
      case SEALED ->
          statistics.count(
              about.wasOwed ? Situation.SEALED_WAITED_FOR_A_WRITE : Situation.SEALED_TOLD_AT_ONCE);
      default -> {}
    }
  }
}
