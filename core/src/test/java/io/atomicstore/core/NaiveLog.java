package io.atomicstore.core;

import io.atomicstore.core.Did.What;
import io.atomicstore.core.Tracked.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an event log once more, from the design alone, as simply as they can be written:
 * lists that are searched from the start each time, and nothing counted that can be looked up. What
 * it says a log does is compared with what the log did, in any order.
 */
final class NaiveLog {

  static final String TIMEOUT_REASON = "too slow";

  /** An answer that waits until the first {@code restsOn} submissions of the log are durable. */
  private record Owed(Did answer, int restsOn) {}

  private final LogLimits limits;
  private final List<Tracked> submitted = new ArrayList<>();
  private final NaiveDecisions decided;
  private final List<Tracked> log;
  private final NaiveLookUps lookUps = new NaiveLookUps();
  private final NaiveQueries queries;
  private final List<Owed> owed = new ArrayList<>();
  private final List<Did> dids = new ArrayList<>();

  private long lateResponses;
  private boolean isOpen;
  private boolean isStopping;
  private boolean isStopped;
  private @Nullable Tracked underValidation;
  private @Nullable ValidationToken token;
  private @Nullable Long deadlineNanos;
  private long sentSequenceNr;

  NaiveLog(LogLimits limits, Recovery recovery) {
    this.limits = limits;
    this.decided = new NaiveDecisions(limits, recovery);
    this.log = decided.log;
    this.queries = new NaiveQueries(decided, lookUps, submitted, dids, limits.waitingEventsMax());
  }

  void opened(long nowNanos) {
    isOpen = true;
    queries.opened();
    submitted.stream().filter(event -> event.place == Place.WAITING).forEach(this::lookUp);
    consider(nowNanos);
  }

  void submit(Tracked event, long nowNanos) {
    int waitingEvents = unanswered().stream().mapToInt(other -> other.events).sum();
    int waitingBytes = unanswered().stream().mapToInt(other -> other.sizeBytes).sum();
    submitted.add(event);
    Did earlier = decided.answerToRepetition(event);
    if (isStopping || isStopped) {
      turnAway(event);
    } else if (event.sizeBytes > limits.submissionBytesMax()
        || event.events > limits.submissionEventsMax()) {
      answer(new Did(What.REFUSED, event, 0, null));
    } else if (isOpen && earlier != null && isDecidedOnDurableEvents(event)) {
      answer(earlier);
    } else if (waitingEvents + event.events > limits.waitingEventsMax()
        || waitingBytes + event.sizeBytes > limits.waitingBytesMax()) {
      answer(new Did(What.OVERLOADED, event, waitingEvents, (long) waitingBytes));
    } else {
      event.place = Place.WAITING;
      if (isOpen) {
        lookUp(event);
      }
      consider(nowNanos);
    }
  }

  private List<Tracked> unanswered() {
    return submitted.stream().filter(event -> event.place != Place.ANSWERED).toList();
  }

  private boolean isDecidedOnDurableEvents(Tracked event) {
    Tracked accepted = decided.recent(event.id);
    return accepted == null ? decided.isAllDurable() : decided.isDurable(accepted);
  }

  private void lookUp(Tracked event) {
    NaiveLookUps.LookUp lookUp = lookUpIfNeeded(event);
    if (lookUp != null) {
      lookUp.waitingSubmissions++;
    }
  }

  /** Asks the journal for the id, if it was not asked and has to be; null if it has not to be. */
  private NaiveLookUps.@Nullable LookUp lookUpIfNeeded(Tracked event) {
    if (decided.needsLookUp(event.id)) {
      NaiveLookUps.LookUp lookUp = lookUps.find(event.id);
      if (lookUp == null || !lookUp.isEnough(decided.older)) {
        lookUps.askedAgain += lookUp == null ? 0 : 1;
        lookUp = lookUps.ask(event.id, decided.durable);
        dids.add(new Did(What.LOOK_UP, null, event.id, null));
      }
      return lookUp;
    }
    return null;
  }

  private boolean isLookUpMissing(Tracked event) {
    NaiveLookUps.LookUp lookUp = lookUpIfNeeded(event);
    if (lookUp != null && lookUp.waitingSubmissions == 0) {
      lookUp.waitingSubmissions = 1;
    }
    return lookUp != null && !lookUp.isAnswered;
  }

  void lookedUp(int id, @Nullable AcceptedId found, long nowNanos) {
    queries.lookedUp(id, found);
    consider(nowNanos);
  }

  private void consider(long nowNanos) {
    for (Tracked event : submitted) {
      if (event.place == Place.WAITING) {
        if (!isOpen || isStopping || underValidation != null || isLookUpMissing(event)) {
          break;
        }
        consider(event, nowNanos);
        lookUps.submissionLeaves(event.id);
      }
    }
    stopIfNothingIsLeft();
  }

  private void consider(Tracked event, long nowNanos) {
    Did earlier = decided.answerToRepetition(event);
    NaiveLookUps.LookUp lookUp = lookUps.find(event.id);
    if (earlier != null) {
      owe(earlier);
    } else if (lookUp != null && lookUp.found != null) {
      AcceptedId found = lookUp.found;
      owe(NaiveDecisions.answerFromLog(event, found.sequenceNr(), found.fingerprint()));
    } else if (event.deadlineNanos <= nowNanos) {
      answer(timedOut(event, nowNanos));
    } else if (decided.isSealed()) {
      owe(new Did(What.SEALED, event, decided.eventsOf(log.size()), null));
    } else {
      judge(event, event.submission.judgement());
    }
  }

  private void judge(Tracked event, Judgement<String, Long> judgement) {
    LogPrefix all = decided.prefixOf(log.size());
    long end = all.sequenceNr();
    if (judgement instanceof Judgement.Expect<String, Long> expected) {
      if (expected.sequenceNr() == end) {
        decide(event, Decision.accept());
      } else {
        owe(new Did(What.CONFLICT, event, end, expected.sequenceNr()));
      }
    } else if (judgement instanceof Judgement.Decided<String, Long> before) {
      if (before.known().sequenceNr() == end
          && before.known().hash() == all.hash()
          && all.isHashKnown()) {
        decide(event, before.decision());
      } else {
        ask(event, before.known(), all);
      }
    } else if (judgement instanceof Judgement.Ask<String, Long> ask) {
      ask(event, ask.known(), all);
    }
  }

  private void ask(Tracked event, LogPrefix known, LogPrefix all) {
    event.place = Place.UNDER_VALIDATION;
    underValidation = event;
    long after = Math.min(known.sequenceNr(), all.sequenceNr());
    dids.add(new Did(What.ASK, event, after, all));
  }

  /** The token that the log has made for the validation under way. */
  void asked(ValidationToken newToken) {
    token = newToken;
  }

  /** The deadline begins when the request goes out, and again with each page that is new. */
  void requestSent(ValidationToken sent, long upTo, long nowNanos) {
    if (!isOutstanding(sent)) {
      return;
    }
    long sentNow = Math.min(upTo, decided.eventsOf(log.size()));
    if (deadlineNanos == null || (sentNow > sentSequenceNr && nowNanos < deadlineNanos)) {
      sentSequenceNr = sentNow;
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
    } else {
      decide(event, decision);
    }
    consider(nowNanos);
  }

  private void decide(Tracked event, Decision<String, Long> decision) {
    if (decision instanceof Decision.Reject<String, Long> rejection) {
      decided.reject(event, rejection);
      owe(new Did(What.REJECTED, event, 0, rejection));
    } else {
      LogPrefix past = decided.prefixOf(log.size());
      decided.accept(event);
      dids.add(new Did(What.WRITE, event, 0, Arrays.asList(past, decision.meta())));
      owe(new Did(What.ACCEPTED, event, past.sequenceNr() + 1, decision.meta()));
    }
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

  private Did timedOut(Tracked event, long nowNanos) {
    decided.timedOut(event);
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
    for (Tracked other : submitted) {
      if (other.place == Place.WAITING && other.originator.equals(originator)) {
        lookUps.submissionLeaves(other.id);
        turnAway(other);
      }
    }
    consider(nowNanos);
  }

  /** The first so many submissions are durable. */
  void becameDurable(int submissions) {
    if (isStopped || submissions <= decided.durable) {
      return;
    }
    decided.durable = submissions;
    for (Owed answer : List.copyOf(owed)) {
      if (answer.restsOn() <= submissions) {
        owed.remove(answer);
        answer(answer.answer());
      }
    }
    queries.logIsLonger();
    stopIfNothingIsLeft();
  }

  NaiveQueries queries() {
    return queries;
  }

  void query(String asker, long after, int id) {
    if (isStopped) {
      dids.add(new Did(What.REFUSE_QUERY, null, 0, asker));
    } else {
      queries.ask(asker, after, id);
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
    queries.end();
  }

  private void stopIfNothingIsLeft() {
    if (isStopping && !isStopped && underValidation == null && owed.isEmpty()) {
      isStopped = true;
      dids.add(new Did(What.STOP, null, 0, null));
    }
  }

  /** Not stored; or unknown, if an equal event was accepted lately or its validation goes on. */
  private void turnAway(Tracked event) {
    Tracked accepted = decided.recent(event.id);
    boolean mayBeStored =
        (accepted != null && accepted.isEqualEvent(event))
            || (underValidation != null && underValidation.isEqualEvent(event));
    answer(new Did(mayBeStored ? What.UNKNOWN : What.UNAVAILABLE, event, 0, null));
  }

  /** Answers once everything accepted so far is durable: it may rest on all of it. */
  private void owe(Did answer) {
    if (decided.isAllDurable()) {
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

  /** The submissions accepted, in order, durable or not. */
  List<Tracked> accepted() {
    return List.copyOf(log);
  }

  /** The submissions whose turn has not come to its end, in order. */
  List<Tracked> undecided() {
    return submitted.stream()
        .filter(event -> event.place == Place.UNDER_VALIDATION || event.place == Place.WAITING)
        .toList();
  }

  /** Whether no validation is under way. */
  boolean isFree() {
    return underValidation == null;
  }

  NaiveDecisions decided() {
    return decided;
  }

  NaiveLookUps lookUps() {
    return lookUps;
  }

  /** What it did since this was asked last, in no certain order. */
  List<Did> takeDids() {
    List<Did> taken = new ArrayList<>(dids);
    dids.clear();
    return taken;
  }
}
