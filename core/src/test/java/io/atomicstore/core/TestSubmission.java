package io.atomicstore.core;

import java.util.List;
import java.util.UUID;

/**
 * A submission as tests write it down: the event's text names its id and its bytes, unless the test
 * says otherwise.
 *
 * @param eventId of the submission
 * @param events one, unless the test says otherwise; the first names the submission
 * @param sizeBytes of all events together
 * @param deadlineNanos the submission's own deadline, on the clock of {@link LogUnderTest}
 */
record TestSubmission(
    EventId eventId,
    List<String> events,
    boolean sealsLog,
    Judgement<String, Long> judgement,
    String originator,
    int sizeBytes,
    long deadlineNanos) {

  private static final ScopeId SCOPE = new ScopeId("lot-17");

  static TestSubmission of(String... events) {
    return new TestSubmission(
        idOf(events[0]), List.of(events), false, Judgement.ask(), "anna", 10, Long.MAX_VALUE);
  }

  TestSubmission by(String newOriginator) {
    return new TestSubmission(
        eventId, events, sealsLog, judgement, newOriginator, sizeBytes, deadlineNanos);
  }

  TestSubmission underTheIdOf(String otherEvent) {
    return underId(idOf(otherEvent));
  }

  TestSubmission underId(EventId newId) {
    return new TestSubmission(
        newId, events, sealsLog, judgement, originator, sizeBytes, deadlineNanos);
  }

  TestSubmission ofBytes(int newSizeBytes) {
    return new TestSubmission(
        eventId, events, sealsLog, judgement, originator, newSizeBytes, deadlineNanos);
  }

  TestSubmission withDeadline(long newDeadlineNanos) {
    return new TestSubmission(
        eventId, events, sealsLog, judgement, originator, sizeBytes, newDeadlineNanos);
  }

  TestSubmission judgedBy(Judgement<String, Long> newJudgement) {
    return new TestSubmission(
        eventId, events, sealsLog, newJudgement, originator, sizeBytes, deadlineNanos);
  }

  TestSubmission sealing() {
    return new TestSubmission(
        eventId, events, true, judgement, originator, sizeBytes, deadlineNanos);
  }

  Submission<String, String, Long, String> at(long nowNanos) {
    return new Submission<>(
        new ProspectiveEvent<>(SCOPE, eventId, events, sealsLog),
        judgement,
        events.hashCode(),
        sizeBytes,
        originator,
        nowNanos,
        deadlineNanos);
  }

  /** Where the submission is in the journal of a test, if it begins at {@code sequenceNr}. */
  AcceptedId acceptedAt(long sequenceNr) {
    return new AcceptedId(sequenceNr, eventId, events.hashCode(), events.size());
  }

  static EventId idOf(String eventName) {
    return new EventId(new UUID(7, eventName.hashCode()));
  }
}
