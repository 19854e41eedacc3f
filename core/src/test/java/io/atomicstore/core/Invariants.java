package io.atomicstore.core;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a log whatever its inputs, checked against nothing but what the log did. It
 * lives as long as a history does: through all incarnations of the log.
 */
final class Invariants {

  private final LogLimits limits;
  private final Set<ValidationToken> issued = new HashSet<>();
  private final List<Tracked> acknowledged = new ArrayList<>();

  private List<Tracked> accepted = new ArrayList<>();
  private final List<Tracked> submitted = new ArrayList<>();
  private boolean isOpen;
  private boolean isStopped;
  private @Nullable Tracked underValidation;
  private @Nullable ValidationToken token;
  private long deadlineNanos = Long.MAX_VALUE;
  private @Nullable Tracked admitted;
  private int lastAskedNr;

  Invariants(LogLimits limits) {
    this.limits = limits;
  }

  /** A new incarnation begins, with what the journal holds. */
  void incarnationBegan(List<Tracked> stored) {
    check(
        stored.size() >= acknowledged.size()
            && stored.subList(0, acknowledged.size()).equals(acknowledged),
        "events that were acknowledged as durable survive");
    submitted.clear();
    accepted = new ArrayList<>(stored);
    isOpen = false;
    isStopped = false;
    lastAskedNr = 0;
    validationEnded();
    checkStored(stored);
  }

  /** Every stored event was judged on exactly those before it, stands once, and was not denied. */
  static void checkStored(List<Tracked> stored) {
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      Tracked event = stored.get(i);
      check(ids.add(event.id), "no event id is stored twice", event);
      check(
          stored.subList(0, i).equals(event.judgedOn),
          "every event was judged on exactly the events before it",
          event);
      check(!event.wasSaidNotToBeStored, "what was said not to be stored is not stored", event);
    }
  }

  void opened() {
    isOpen = true;
    acknowledge(accepted.size());
  }

  void submitted(Tracked event) {
    submitted.add(event);
  }

  void becameDurable(int sequenceNr) {
    acknowledge(sequenceNr);
  }

  private void acknowledge(int sequenceNr) {
    while (acknowledged.size() < sequenceNr) {
      acknowledged.add(accepted.get(acknowledged.size()));
    }
  }

  /** Somebody responds: the only input that may admit an event, and only the one asked about. */
  void responded(ValidationToken answered, Decision<String, Long> decision, long nowNanos) {
    admitted = null;
    if (underValidation != null && answered.equals(token)) {
      boolean isInTime = nowNanos < deadlineNanos;
      if (isInTime && decision instanceof Decision.Accept) {
        admitted = underValidation;
      }
      validationEnded();
    }
  }

  void originatorGone(String originator) {
    for (Tracked event : submitted) {
      if (event.originator.equals(originator)) {
        event.isOriginatorGone = true;
      }
    }
    if (underValidation != null && underValidation.isOriginatorGone) {
      validationEnded();
    }
  }

  void deadlinePassed(ValidationToken passed, long nowNanos) {
    if (passed.equals(token) && nowNanos >= deadlineNanos) {
      validationEnded();
    }
  }

  void requestSent(ValidationToken sent, long nowNanos) {
    if (sent.equals(token) && deadlineNanos == Long.MAX_VALUE) {
      deadlineNanos = nowNanos + limits.validationTimeout().toNanos();
    }
  }

  void failed() {
    isStopped = true;
    validationEnded();
  }

  private void validationEnded() {
    underValidation = null;
    token = null;
    deadlineNanos = Long.MAX_VALUE;
  }

  void did(Effect<Tracked, String, Long, String> effect, Did did, long nowNanos) {
    Tracked about = did.about();
    if (effect instanceof Effect.AskForValidation<Tracked, String, Long, String> ask) {
      asked(ask.submission().prospectiveEvent().event(), ask, nowNanos);
    } else if (effect instanceof Effect.Write<Tracked, String, Long, String> write) {
      wrote(write.submission().prospectiveEvent().event(), write.sequenceNr());
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      check(
          start.token().equals(token) && start.atNanos() == deadlineNanos,
          "the deadline is absolute from the moment the request was sent");
    } else if (effect instanceof Effect.AnswerQuery<Tracked, String, Long, String> query) {
      check(query.sequenceNr() == acknowledged.size(), "queries show the durable events");
    } else if (about != null) {
      answered(about, did);
    } else if (did.what() == Did.What.STOP) {
      isStopped = true;
    }
  }

  private void asked(
      Tracked event, Effect.AskForValidation<Tracked, String, Long, String> ask, long nowNanos) {
    check(isOpen && !isStopped, "only an open log asks", event);
    check(underValidation == null, "at most one validation is outstanding", event);
    check(issued.add(ask.token()), "no token is issued twice, in any incarnation", event);
    check(ask.pastSequenceNr() == accepted.size(), "the past shown is the whole log", event);
    check(event.nr > lastAskedNr, "first come, first served", event);
    check(!event.isAnswered, "nobody is asked about what was answered", event);
    check(event.deadlineNanos > nowNanos, "what came too late costs no validation", event);
    check(!event.isOriginatorGone, "who is gone is not asked", event);
    lastAskedNr = event.nr;
    event.judgedOn = List.copyOf(accepted);
    underValidation = event;
    token = ask.token();
  }

  private void wrote(Tracked event, long sequenceNr) {
    check(event == admitted, "an event is admitted only by a yes with its token", event);
    admitted = null;
    check(accepted.equals(event.judgedOn), "nothing is admitted until the decision", event);
    check(sequenceNr == accepted.size() + 1L, "sequence numbers have no gaps", event);
    check(!event.isAnswered, "nothing is written that was answered", event);
    check(
        accepted.stream().noneMatch(other -> other.id == event.id),
        "no event id is written twice",
        event);
    accepted.add(event);
  }

  private void answered(Tracked event, Did did) {
    check(!event.isAnswered, "every submission is answered once", event);
    event.isAnswered = true;
    int durable = acknowledged.size();
    switch (did.what()) {
      case ACCEPTED -> {
        check(did.number() <= durable, "accepted is said once the event is durable", event);
        check(accepted.get((int) did.number() - 1) == event, "where it is said to be", event);
      }
      case ACCEPTED_AGAIN -> {
        check(did.number() <= durable, "accepted is said once the event is durable", event);
        Tracked original = accepted.get((int) did.number() - 1);
        check(original.isEqualEvent(event), "a repetition gets the result of its event", event);
      }
      case REJECTED -> {
        List<Tracked> judgedOn = event.judgedOn;
        check(
            judgedOn != null && judgedOn.size() <= durable,
            "no is said once all that it rests on is durable",
            event);
      }
      case REJECTED_AGAIN ->
          check(
              submitted.stream().anyMatch(other -> isRejectionOf(event, other, durable)),
              "a repeated no is said once all that it rests on is durable",
              event);
      case UNKNOWN ->
          check(
              accepted.contains(event) || isStoredOrMayBe(event),
              "unknown is said only of what may be stored",
              event);
      case EVENT_ID_TAKEN -> {
        check(did.number() <= durable, "an id is taken once its event is durable", event);
        check(
            did.number() == 0 || accepted.get((int) did.number() - 1).bytes != event.bytes,
            "an id is taken by other bytes only",
            event);
      }
      case TIMED_OUT, UNAVAILABLE ->
          check(
              !isOpen || !isStoredOrMayBe(event),
              "not stored is not said of what may be stored",
              event);
      default -> {}
    }
    event.wasSaidNotToBeStored = did.what() != Did.What.ACCEPTED && did.what() != Did.What.UNKNOWN;
    if (event == underValidation) {
      validationEnded();
    }
  }

  private static boolean isRejectionOf(Tracked event, Tracked other, int durable) {
    List<Tracked> judgedOn = other.judgedOn;
    return other != event
        && other.isEqualEvent(event)
        && judgedOn != null
        && judgedOn.size() <= durable;
  }

  /** Whether this event, by this or an equal submission, was accepted, or is being validated. */
  private boolean isStoredOrMayBe(Tracked event) {
    return accepted.stream().anyMatch(event::isEqualEvent)
        || (underValidation != null
            && underValidation != event
            && underValidation.isEqualEvent(event));
  }

  /** After each step: the bounds hold, and the log agrees about what is outstanding and durable. */
  void checkAfterStep(EventLog<Tracked, String, Long, String> log) {
    int events = 0;
    int bytes = 0;
    for (Tracked event : submitted) {
      if (!event.isAnswered) {
        events++;
        bytes += event.sizeBytes;
      }
    }
    check(events <= limits.waitingEventsMax(), "the events that wait are bounded");
    check(bytes <= limits.waitingBytesMax(), "the bytes that wait are bounded");
    check(!isStopped || events == 0, "a log that stops has answered everybody");
    check(token == null || log.isOutstanding(token), "a validation ends only for a reason");
    check(
        log.durableSequenceNr() == (isOpen ? acknowledged.size() : 0),
        "durable is what is durable");
    check(log.isIdle() == (isOpen && !isStopped && events == 0), "idle is a log that owes nothing");
  }

  boolean isStopped() {
    return isStopped;
  }

  private static void check(boolean holds, String rule, Object... about) {
    if (!holds) {
      fail("broken: " + rule + (about.length == 0 ? "" : "; " + about[0]));
    }
  }
}
