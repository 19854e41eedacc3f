package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 9: the queue is bounded and fair, and nobody is asked in vain. */
class QueueRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void rule9FirstComeFirstServed() {
    List<String> events = List.of("first", "second", "third", "fourth", "fifth");
    for (String event : events) {
      log.submit(event, event);
    }

    for (String event : events) {
      log.no(event, "too low");
    }

    assertThat(log.validationRequests())
        .containsExactly(
            "first after 0", "second after 0", "third after 0", "fourth after 0", "fifth after 0");
  }

  @Test
  void rule9BeyondTheBoundOfEventsTheAnswerIsOverloadedAtOnce() {
    for (String event : List.of("first", "second", "third", "fourth", "fifth")) {
      log.submit(event, "anna");
    }

    log.submit("sixth", "boris");

    Result<String, String, Long> result = log.resultOf("sixth");
    assertThat(result).isEqualTo(new Result.Overloaded<>(result.prospectiveEvent(), 5, 50));
  }

  @Test
  void rule9BeyondTheBoundOfBytesTheAnswerIsOverloadedAtOnce() {
    log.submit(TestSubmission.of("first").ofBytes(60));
    log.submit(TestSubmission.of("second").ofBytes(40));

    log.submit(TestSubmission.of("third").ofBytes(1));
    log.submit(TestSubmission.of("empty").ofBytes(0));

    Result<String, String, Long> result = log.resultOf("third");
    assertThat(result).isEqualTo(new Result.Overloaded<>(result.prospectiveEvent(), 2, 100));
    assertThat(log.isAnswered("empty")).isFalse();
  }

  @Test
  void rule9TheBoundCountsWhatIsBeingValidatedAndWrittenUntilItIsAnswered() {
    for (String event : List.of("first", "second", "third", "fourth", "fifth")) {
      log.submit(event, "anna");
    }
    log.yes("first");
    log.no("second", "too low");

    log.submit("early", "boris");
    log.durable();
    log.submit("in time", "boris");
    log.submit("too", "boris");
    log.submit("late", "boris");

    assertThat(log.resultOf("early")).isInstanceOf(Result.Overloaded.class);
    assertThat(log.isAnswered("in time")).isFalse();
    assertThat(log.isAnswered("too")).isFalse();
    assertThat(log.resultOf("late")).isInstanceOf(Result.Overloaded.class);
  }

  @Test
  void rule9TheQueueOfALogThatOpensIsBoundedToo() {
    LogUnderTest opening = LogUnderTest.opening();
    for (String event : List.of("first", "second", "third", "fourth", "fifth")) {
      opening.submit(event, "anna");
    }

    opening.submit("sixth", "boris");

    assertThat(opening.resultOf("sixth")).isInstanceOf(Result.Overloaded.class);
  }

  @Test
  void rule9AnOverloadedEventMayBeSubmittedAgain() {
    log.submit(TestSubmission.of("first").ofBytes(60));
    log.submit(TestSubmission.of("second").ofBytes(50));
    log.no("first", "too low");

    log.submit(TestSubmission.of("second").ofBytes(50));

    assertThat(log.isUnderValidation("second")).isTrue();
  }

  @Test
  void rule9ASubmissionWhoseOwnDeadlinePassedIsDroppedBeforeItCostsAValidation() {
    log.submit("first", "anna");
    log.submit(TestSubmission.of("expired").withDeadline(log.nowNanos() + 1));
    log.submit(TestSubmission.of("just in time").withDeadline(log.nowNanos() + 2));
    log.clockMoves(Duration.ofNanos(1));

    log.no("first", "too low");

    Result<String, String, Long> result = log.resultOf("expired");
    assertThat(result)
        .isEqualTo(
            new Result.TimedOut<>(
                result.prospectiveEvent(), LogUnderTest.TIMEOUT_REASON, Duration.ofNanos(1)));
    assertThat(log.validationRequests()).containsExactly("first after 0", "just in time after 0");
  }

  @Test
  void rule9ASubmissionWhoseOriginatorIsGoneIsDroppedBeforeItCostsAValidation() {
    log.submit("first", "anna");
    log.submit("abandoned", "boris");
    log.submit("next", "anna");
    log.submit("abandoned too", "boris");

    log.originatorGone("boris");
    log.no("first", "too low");

    assertThat(log.resultOf("abandoned")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.resultOf("abandoned too")).isInstanceOf(Result.Unavailable.class);
    assertThat(log.validationRequests()).containsExactly("first after 0", "next after 0");
  }

  @Test
  void rule9TheOthersKeepTheirTurnWhenAnOriginatorIsGone() {
    log.submit("first", "anna");
    log.submit("second", "anna");
    log.submit("abandoned", "boris");
    log.submit("third", "carla");
    log.submit("fourth", "anna");

    log.originatorGone("boris");
    for (String event : List.of("first", "second", "third", "fourth")) {
      log.no(event, "too low");
    }

    assertThat(log.validationRequests())
        .containsExactly("first after 0", "second after 0", "third after 0", "fourth after 0");
  }

  @Test
  void rule9WhatIsDroppedMakesRoom() {
    log.submit("first", "anna");
    for (String event : List.of("second", "third", "fourth", "fifth")) {
      log.submit(event, "boris");
    }

    log.originatorGone("boris");
    for (String event : List.of("sixth", "seventh", "eighth", "ninth", "tenth")) {
      log.submit(event, "carla");
    }

    assertThat(log.isAnswered("ninth")).isFalse();
    assertThat(log.resultOf("tenth")).isInstanceOf(Result.Overloaded.class);
  }

  @Test
  void anEventThatIsTooLargeIsRefused() {
    log.submit(TestSubmission.of("largest").ofBytes(60));

    log.submit(TestSubmission.of("too large").ofBytes(61));

    assertThat(log.isUnderValidation("largest")).isTrue();
    Result<String, String, Long> result = log.resultOf("too large");
    assertThat(result)
        .isEqualTo(
            new Result.Refused<>(
                result.prospectiveEvent(),
                "a submission may have at most 5 events of 60 bytes together, found 1 of 61 bytes"));
  }
}
