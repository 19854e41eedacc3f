package io.atomicstore.core;

import java.util.UUID;

/**
 * A submission as tests write it down: the event's text names its id and its bytes, unless the test
 * says otherwise.
 *
 * @param eventName names the event id
 * @param deadlineNanos the submission's own deadline, on the clock of {@link LogUnderTest}
 */
record TestSubmission(
    String event, String eventName, String originator, int sizeBytes, long deadlineNanos) {

  private static final ScopeId SCOPE = new ScopeId("lot-17");

  static TestSubmission of(String event) {
    return new TestSubmission(event, event, "anna", 10, Long.MAX_VALUE);
  }

  TestSubmission by(String newOriginator) {
    return new TestSubmission(event, eventName, newOriginator, sizeBytes, deadlineNanos);
  }

  TestSubmission underTheIdOf(String otherEvent) {
    return new TestSubmission(event, otherEvent, originator, sizeBytes, deadlineNanos);
  }

  TestSubmission ofBytes(int newSizeBytes) {
    return new TestSubmission(event, eventName, originator, newSizeBytes, deadlineNanos);
  }

  TestSubmission withDeadline(long newDeadlineNanos) {
    return new TestSubmission(event, eventName, originator, sizeBytes, newDeadlineNanos);
  }

  Submission<String, String> at(long nowNanos) {
    return new Submission<>(
        ProspectiveEvent.of(SCOPE, idOf(eventName), event),
        event.hashCode(),
        sizeBytes,
        originator,
        nowNanos,
        deadlineNanos);
  }

  static EventId idOf(String eventName) {
    return new EventId(new UUID(7, eventName.hashCode()));
  }
}
