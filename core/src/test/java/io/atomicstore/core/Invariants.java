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
  private int durableEvents;
  private LogPrefix durablePrefix = LogPrefix.EMPTY;
  private LogSummary checkedSummary = LogSummary.EMPTY;

  private List<Tracked> accepted = new ArrayList<>();
  private final List<Tracked> submitted = new ArrayList<>();
  private final List<Integer> beingLookedUp = new ArrayList<>();
  private int summarized;
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
  void incarnationBegan(Recovery recovery) {
    List<Tracked> stored = recovery.stored();
    check(
        stored.size() >= acknowledged.size()
            && stored.subList(0, acknowledged.size()).equals(acknowledged),
        "events that were acknowledged as durable survive");
    submitted.clear();
    beingLookedUp.clear();
    accepted = new ArrayList<>(stored);
    summarized = recovery.summarized();
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
      check(i == stored.size() - 1 || !event.sealsLog, "a sealed log takes no events", event);
    }
  }

  void opened() {
    isOpen = true;
    acknowledge(accepted.size());
  }

  void submitted(Tracked event) {
    event.acceptedBefore = accepted.size();
    submitted.add(event);
  }

  /** The first so many submissions are durable. */
  void becameDurable(int submissions) {
    acknowledge(submissions);
  }

  private void acknowledge(int submissions) {
    while (acknowledged.size() < submissions) {
      Tracked next = accepted.get(acknowledged.size());
      acknowledged.add(next);
      durableEvents += next.events;
      durablePrefix = next.after(durablePrefix);
    }
  }

  /** Somebody responds: with a yes to what was asked about, that may be stored. */
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

  /** The deadline is begun, by the request or by a page that was not sent before. */
  void sentWhatIsNew(ValidationToken sent, long nowNanos) {
    if (sent.equals(token)) {
      deadlineNanos = nowNanos + limits.validationTimeout().toNanos();
    }
  }

  void lookedUp(int id) {
    beingLookedUp.remove((Integer) id);
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
      wrote(write.submission().prospectiveEvent().event(), write.past().sequenceNr());
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      check(
          start.token().equals(token) && start.atNanos() == deadlineNanos,
          "the deadline is absolute from the moment the last new page was sent");
    } else if (effect instanceof Effect.AnswerQuery<Tracked, String, Long, String> query) {
      check(query.sequenceNr() == durableEvents, "queries show the durable events");
    } else if (effect instanceof Effect.LookUp<Tracked, String, Long, String>) {
      int id = (int) did.number();
      check(isOpen, "only an open log looks ids up");
      check(!beingLookedUp.contains(id), "one look-up of an id at a time");
      beingLookedUp.add(id);
    } else if (effect instanceof Effect.AnswerResultQuery<Tracked, String, Long, String> query) {
      checkResult(query.result());
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
    check(ask.past().sequenceNr() == Tracked.eventsOf(accepted), "the past shown is the whole log");
    check(event.nr > lastAskedNr, "first come, first served", event);
    check(!event.isAnswered, "nobody is asked about what was answered", event);
    check(event.deadlineNanos > nowNanos, "what came too late costs no validation", event);
    check(!event.isOriginatorGone, "who is gone is not asked", event);
    check(
        accepted.stream().noneMatch(other -> other.id == event.id),
        "nobody is asked about an id that is in the log",
        event);
    check(!isSealed(), "nobody is asked by a sealed log", event);
    lastAskedNr = event.nr;
    event.judgedOn = List.copyOf(accepted);
    underValidation = event;
    token = ask.token();
  }

  private boolean isSealed() {
    return !accepted.isEmpty() && accepted.get(accepted.size() - 1).sealsLog;
  }

  private void wrote(Tracked event, long pastSequenceNr) {
    int end = Tracked.eventsOf(accepted);
    if (event == admitted) {
      admitted = null;
    } else if (event.submission.judgement() instanceof Judgement.Expect<String, Long> expected) {
      check(expected.sequenceNr() == end, "who expects another log is not stored", event);
      event.judgedOn = List.copyOf(accepted);
    } else {
      check(
          event.submission.judgement() instanceof Judgement.Decided<String, Long> decided
              && decided.decision() instanceof Decision.Accept,
          "an event is admitted only by a yes",
          event);
      event.judgedOn = event.decidedOn;
    }
    check(accepted.equals(event.judgedOn), "nothing is admitted until the decision", event);
    check(pastSequenceNr == end, "sequence numbers have no gaps", event);
    check(!event.isAnswered, "nothing is written that was answered", event);
    check(!isSealed(), "nothing is written behind a seal", event);
    check(
        accepted.stream().noneMatch(other -> other.id == event.id),
        "no event id is written twice",
        event);
    accepted.add(event);
  }

  private void answered(Tracked event, Did did) {
    check(!event.isAnswered, "every submission is answered once", event);
    event.isAnswered = true;
    int durable = durableEvents;
    switch (did.what()) {
      case ACCEPTED -> {
        check(did.number() <= durable, "accepted is said once the event is durable", event);
        check(acceptedAt(did.number()) == event, "where it is said to be", event);
      }
      case ACCEPTED_AGAIN -> {
        check(did.number() <= durable, "accepted is said once the event is durable", event);
        check(
            acceptedAt(did.number()).isEqualEvent(event),
            "a repetition gets the result of its event",
            event);
      }
      case REJECTED -> checkRejection(event);
      case REJECTED_AGAIN ->
          check(
              submitted.stream().anyMatch(other -> isRejectionOf(event, other)),
              "a repeated no is said once all that it rests on is durable",
              event);
      case CONFLICT -> {
        check(did.number() <= durable, "a conflict is told once it is durable", event);
        check(did.detail() instanceof Long n && n != did.number(), "a conflict is one", event);
      }
      case SEALED -> {
        check(did.number() == durable, "a seal is told once it is durable", event);
        check(isSealed(), "only a sealed log says it is", event);
      }
      case UNKNOWN ->
          check(
              accepted.contains(event) || isStoredOrMayBe(event, accepted),
              "unknown is said only of what may be stored",
              event);
      case EVENT_ID_TAKEN -> {
        check(did.number() <= durable, "an id is taken once its event is durable", event);
        check(
            did.number() == 0 || acceptedAt(did.number()).bytes != event.bytes,
            "an id is taken by other bytes only",
            event);
      }
      case TIMED_OUT ->
          check(!isStoredOrMayBe(event, accepted), "no time-out of what may be stored", event);
      case UNAVAILABLE ->
          check(
              !isOpen || !isStoredOrMayBe(event, recent()),
              "not stored is not said of what was stored lately",
              event);
      default -> {}
    }
    event.wasSaidNotToBeStored = did.what() != Did.What.ACCEPTED && did.what() != Did.What.UNKNOWN;
    if (event == underValidation) {
      validationEnded();
    }
  }

  /** The submission whose first event has that sequence number. */
  private Tracked acceptedAt(long sequenceNr) {
    long next = 1;
    for (Tracked event : accepted) {
      if (next == sequenceNr) {
        return event;
      }
      next += event.events;
    }
    throw new AssertionError("no submission begins at " + sequenceNr + " in " + accepted);
  }

  private void checkRejection(Tracked event) {
    List<Tracked> judgedOn = event.judgedOn == null ? event.decidedOn : event.judgedOn;
    check(
        judgedOn != null
            && judgedOn.size() >= event.acceptedBefore
            && judgedOn.size() <= acknowledged.size()
            && judgedOn.equals(accepted.subList(0, judgedOn.size())),
        "a no was decided on the log, and is said once all that it rests on is durable",
        event);
    event.judgedOn = judgedOn;
  }

  private boolean isRejectionOf(Tracked event, Tracked other) {
    List<Tracked> judgedOn = other.judgedOn == null ? other.decidedOn : other.judgedOn;
    return other != event
        && other.isEqualEvent(event)
        && judgedOn != null
        && judgedOn.size() <= acknowledged.size();
  }

  /** What a log must know to have stored without asking the journal. */
  private List<Tracked> recent() {
    int from = Math.max(summarized, accepted.size() - limits.recentIdsMax());
    return accepted.subList(from, accepted.size());
  }

  /** Whether this event, by this or an equal submission, was accepted, or is being validated. */
  private boolean isStoredOrMayBe(Tracked event, List<Tracked> stored) {
    return stored.stream().anyMatch(event::isEqualEvent)
        || (underValidation != null
            && underValidation != event
            && underValidation.isEqualEvent(event));
  }

  private void checkResult(RecordedResult<String, Long> result) {
    if (result instanceof RecordedResult.Accepted<String, Long> told) {
      check(
          told.sequenceNr() + told.events() - 1 <= durableEvents,
          "a result is told once it is durable");
      check(acceptedAt(told.sequenceNr()).events == told.events(), "a result is told as it is");
    }
  }

  /** After each step: the bounds hold, and the log agrees about what is outstanding and durable. */
  void checkAfterStep(EventLog<Tracked, String, Long, String> log) {
    int events = 0;
    int bytes = 0;
    for (Tracked event : submitted) {
      if (!event.isAnswered) {
        events += event.events;
        bytes += event.sizeBytes;
      }
    }
    check(events <= limits.waitingEventsMax(), "the events that wait are bounded");
    check(bytes <= limits.waitingBytesMax(), "the bytes that wait are bounded");
    check(!isStopped || events == 0, "a log that stops has answered everybody");
    check(token == null || log.isOutstanding(token), "a validation ends only for a reason");
    check(log.durableSequenceNr() == (isOpen ? durableEvents : 0), "durable is what is durable");
    check(log.isIdle() == (isOpen && !isStopped && events == 0), "idle is a log that owes nothing");
    if (isOpen && !log.summary().equals(checkedSummary)) {
      checkedSummary = log.summary();
      checkSummary(checkedSummary);
    }
  }

  private void checkSummary(LogSummary summary) {
    LogPrefix prefix = summary.prefix();
    check(prefix.sequenceNr() == durableEvents, "a summary is of the durable events");
    check(!prefix.isHashKnown() || prefix.equals(durablePrefix), "a summary is of these events");
    EventId highest = summary.highestId();
    int highestNumber = highest == null ? 0 : Tracked.numberOf(highest);
    check(
        acknowledged.stream().allMatch(event -> event.id <= highestNumber),
        "no id is higher than the highest");
    check(
        summary.isSealed() == acknowledged.stream().anyMatch(event -> event.sealsLog),
        "a summary says whether the log is sealed");
  }

  boolean isStopped() {
    return isStopped;
  }

  /** The submissions that are known to be durable. */
  int durableSubmissions() {
    return acknowledged.size();
  }

  private static void check(boolean holds, String rule, Object... about) {
    if (!holds) {
      fail("broken: " + rule + (about.length == 0 ? "" : "; " + about[0]));
    }
  }
}
