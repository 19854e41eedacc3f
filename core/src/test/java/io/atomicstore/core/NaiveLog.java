package io.atomicstore.core;

import io.atomicstore.core.Did.What;
import io.atomicstore.core.Tracked.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an event log once more, from the design alone, as simply as they can be written:
 * lists that are searched from the start each time, and nothing counted that can be looked up. What
 * it says a log does is compared with what the log did, in any order.
 */
final class NaiveLog {

  static final String TIMEOUT_REASON = "too slow";

  /** An answer that waits until the first {@code restsOn} events of the log are durable. */
  private record Owed(Did answer, int restsOn) {}

  private final LogLimits limits;
  private final List<Tracked> submitted = new ArrayList<>();
  private final NaiveDecisions decided;
  private final List<Tracked> log;
  private final List<Owed> owed = new ArrayList<>();
  private final List<String> askers = new ArrayList<>();
  private final List<Did> dids = new ArrayList<>();

  private long lateResponses;
  private boolean isOpen;
  private boolean isStopping;
  private boolean isStopped;
  private int durable;
  private @Nullable Tracked underValidation;
  private @Nullable ValidationToken token;
  private @Nullable Long deadlineNanos;

  /**
   * @param stored what the journal holds
   */
  NaiveLog(LogLimits limits, List<Tracked> stored) {
    this.limits = limits;
    this.decided = new NaiveDecisions(stored, limits.rememberedRejectionsMax());
    this.log = decided.log;
  }

  void opened(long nowNanos) {
    isOpen = true;
    durable = log.size();
    for (String asker : askers) {
      dids.add(new Did(What.ANSWER_QUERY, null, durable, asker));
    }
    askers.clear();
    consider(nowNanos);
  }

  void submit(Tracked event, long nowNanos) {
    List<Tracked> unanswered = unanswered();
    int bytes = unanswered.stream().mapToInt(other -> other.sizeBytes).sum();
    submitted.add(event);
    Did earlier = decided.answerToRepetition(event);
    if (isStopping || isStopped) {
      turnAway(event);
    } else if (event.sizeBytes > limits.eventBytesMax()) {
      answer(new Did(What.REFUSED, event, 0, null));
    } else if (isOpen && earlier != null && isDecidedOnDurableEvents(event)) {
      answer(earlier);
    } else if (unanswered.size() >= limits.waitingEventsMax()
        || bytes + event.sizeBytes > limits.waitingBytesMax()) {
      answer(new Did(What.OVERLOADED, event, unanswered.size(), (long) bytes));
    } else {
      event.place = Place.WAITING;
      consider(nowNanos);
    }
  }

  private List<Tracked> unanswered() {
    return submitted.stream().filter(event -> event.place != Place.ANSWERED).toList();
  }

  private boolean isDecidedOnDurableEvents(Tracked event) {
    int sequenceNr = decided.sequenceNrOf(event.id);
    return sequenceNr > 0 ? sequenceNr <= durable : durable == log.size();
  }

  private void consider(long nowNanos) {
    for (Tracked event : submitted) {
      if (isOpen && !isStopping && underValidation == null && event.place == Place.WAITING) {
        consider(event, nowNanos);
      }
    }
    stopIfNothingIsLeft();
  }

  private void consider(Tracked event, long nowNanos) {
    Did earlier = decided.answerToRepetition(event);
    if (earlier != null) {
      owe(earlier);
    } else if (event.deadlineNanos <= nowNanos) {
      answer(timedOut(event, nowNanos));
    } else {
      event.place = Place.UNDER_VALIDATION;
      underValidation = event;
      dids.add(new Did(What.ASK, event, log.size(), null));
    }
  }

  /** The token that the log has made for the validation under way. */
  void asked(ValidationToken newToken) {
    token = newToken;
  }

  void requestSent(ValidationToken sent, long nowNanos) {
    if (isOutstanding(sent) && deadlineNanos == null) {
      deadlineNanos = nowNanos + limits.validationTimeout().toNanos();
      dids.add(new Did(What.START_DEADLINE, null, deadlineNanos, sent));
    }
  }

  private boolean isOutstanding(ValidationToken other) {
    return underValidation != null && other.equals(token);
  }

  void respond(ValidationToken answered, Decision<String, Long> decision, long nowNanos) {
    Tracked event = underValidation;
    if (event == null || !isOutstanding(answered)) {
      tellTooLate(answered);
      return;
    }
    boolean isTooLate = deadlineNanos != null && deadlineNanos <= nowNanos;
    endValidation(true);
    if (isTooLate) {
      tellTooLate(answered);
      answer(timedOut(event, nowNanos));
    } else if (decision instanceof Decision.Reject<String, Long> rejection) {
      decided.reject(event, rejection);
      owe(new Did(What.REJECTED, event, 0, rejection));
    } else {
      log.add(event);
      dids.add(new Did(What.WRITE, event, log.size(), decision.meta()));
      owe(new Did(What.ACCEPTED, event, log.size(), decision.meta()));
    }
    consider(nowNanos);
  }

  private void tellTooLate(ValidationToken answered) {
    lateResponses++;
    dids.add(new Did(What.TELL_TOO_LATE, null, 0, answered));
  }

  long lateResponses() {
    return lateResponses;
  }

  void deadlinePassed(ValidationToken passed, long nowNanos) {
    Tracked event = underValidation;
    if (event == null || deadlineNanos == null || !isOutstanding(passed)) {
      return;
    }
    if (nowNanos < deadlineNanos) {
      dids.add(new Did(What.START_DEADLINE, null, deadlineNanos, passed));
      return;
    }
    endValidation(false);
    answer(timedOut(event, nowNanos));
    consider(nowNanos);
  }

  private static Did timedOut(Tracked event, long nowNanos) {
    long waited = nowNanos - event.submission.submittedAtNanos();
    return new Did(What.TIMED_OUT, event, waited, TIMEOUT_REASON);
  }

  private void endValidation(boolean isDeadlineCancelled) {
    if (isDeadlineCancelled) {
      dids.add(new Did(What.CANCEL_DEADLINE, null, 0, token));
    }
    underValidation = null;
    token = null;
    deadlineNanos = null;
  }

  void originatorGone(String originator, long nowNanos) {
    Tracked event = underValidation;
    if (event != null && event.originator.equals(originator)) {
      endValidation(true);
      turnAway(event);
    }
    submitted.stream()
        .filter(other -> other.place == Place.WAITING && other.originator.equals(originator))
        .forEach(this::turnAway);
    consider(nowNanos);
  }

  void becameDurable(int sequenceNr) {
    durable = Math.max(durable, sequenceNr);
    for (Owed answer : List.copyOf(owed)) {
      if (answer.restsOn() <= durable) {
        owed.remove(answer);
        answer(answer.answer());
      }
    }
    stopIfNothingIsLeft();
  }

  void query(String asker) {
    if (isStopped) {
      dids.add(new Did(What.REFUSE_QUERY, null, 0, asker));
    } else if (isOpen) {
      dids.add(new Did(What.ANSWER_QUERY, null, durable, asker));
    } else if (askers.size() < limits.waitingEventsMax()) {
      askers.add(asker);
    } else {
      dids.add(new Did(What.REFUSE_QUERY, null, 0, asker));
    }
  }

  void stop() {
    isStopping = true;
    turnAllAway();
    stopIfNothingIsLeft();
  }

  void failed() {
    isStopped = true;
    Tracked event = underValidation;
    if (event != null) {
      endValidation(true);
      turnAway(event);
    }
    for (Owed answer : owed) {
      turnAway(eventOf(answer.answer()));
    }
    owed.clear();
    turnAllAway();
    dids.add(new Did(What.STOP, null, 0, null));
  }

  private void turnAllAway() {
    submitted.stream().filter(event -> event.place == Place.WAITING).forEach(this::turnAway);
    for (String asker : askers) {
      dids.add(new Did(What.REFUSE_QUERY, null, 0, asker));
    }
    askers.clear();
  }

  private void stopIfNothingIsLeft() {
    if (isStopping && !isStopped && underValidation == null && owed.isEmpty()) {
      isStopped = true;
      dids.add(new Did(What.STOP, null, 0, null));
    }
  }

  /** Not stored; or unknown, if an equal event was accepted or its validation goes on. */
  private void turnAway(Tracked event) {
    boolean mayBeStored =
        log.stream().anyMatch(event::isEqualEvent)
            || (underValidation != null && underValidation.isEqualEvent(event));
    answer(new Did(mayBeStored ? What.UNKNOWN : What.UNAVAILABLE, event, 0, null));
  }

  /** Answers once everything accepted so far is durable: it may rest on all of it. */
  private void owe(Did answer) {
    if (durable == log.size()) {
      answer(answer);
    } else {
      eventOf(answer).place = Place.OWED;
      eventOf(answer).wasOwed = true;
      owed.add(new Owed(answer, log.size()));
    }
  }

  private void answer(Did answer) {
    eventOf(answer).place = Place.ANSWERED;
    dids.add(answer);
  }

  private static Tracked eventOf(Did answer) {
    if (answer.about() == null) {
      throw new AssertionError("an answer must concern a submission, found " + answer);
    }
    return answer.about();
  }

  /** What it did since this was asked last, in no certain order. */
  List<Did> takeDids() {
    List<Did> taken = new ArrayList<>(dids);
    dids.clear();
    return taken;
  }
}
