package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** A log is opened from a summary of its first events, however many they are. */
class SummaryRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void aLogGoesOnWhereItsSummaryEnds() {
    log.store("a", "b");

    log.crashAndRecoverFrom(log.rules().summary());
    log.submit("c", "anna");
    log.yes("c");
    log.durable();

    assertThat(log.validationRequests()).containsExactly("c after 2");
    assertThat(log.pastAsked("c")).isEqualTo(LogUnderTest.prefixOf("a", "b"));
    assertThat(log.journal()).containsExactly("a", "b", "c");
    assertThat(log.resultOf("c"))
        .isInstanceOfSatisfying(
            Result.Accepted.class, accepted -> assertThat(accepted.sequenceNr()).isEqualTo(3));
  }

  @Test
  void whatFollowsTheSummaryIsToldOneByOne() {
    log.store("a", "b");
    LogSummary summary = log.rules().summary();
    log.store("c", "d");

    log.crashAndRecoverFrom(summary);

    assertThat(log.rules().durableSequenceNr()).isEqualTo(4);
    assertThat(log.rules().summary().prefix()).isEqualTo(LogUnderTest.prefixOf("a", "b", "c", "d"));
    assertThat(log.rules().summary().highestId()).isEqualTo(TestSubmission.idOf("d"));
  }

  @Test
  void theIdsItStandsForAreLookedUpAndHigherOnesAreNew() {
    log.store("a", "c");
    log.crashAndRecoverFrom(log.rules().summary());

    log.submit("c", "anna");
    log.submit("b", "anna");
    log.submit("d", "anna");

    assertThat(log.lookUps()).containsExactly(TestSubmission.idOf("c"), TestSubmission.idOf("b"));
    assertThat(log.resultOf("c").wasAccepted()).isTrue();
    assertThat(log.isUnderValidation("b")).isTrue();
  }

  @Test
  void theIdsThatFollowItAreNotLookedUp() {
    log.store("b");
    LogSummary summary = log.rules().summary();
    log.store("a");

    log.crashAndRecoverFrom(summary);
    log.submit("a", "anna");

    assertThat(log.lookUps()).isEmpty();
    assertThat(log.resultOf("a").wasAccepted()).isTrue();
  }

  @Test
  void itsHighestIdIsThatOfAllEventsAlsoOfTheOldest() {
    LogUnderTest small = LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1));

    small.store("z", "c", "b", "a");

    assertThat(small.rules().summary().highestId()).isEqualTo(TestSubmission.idOf("z"));
  }

  @Test
  void itsHighestIdIsKeptThroughIncarnations() {
    log.store("z");
    log.crashAndRecoverFrom(log.rules().summary());
    log.store("a");

    assertThat(log.rules().summary().highestId()).isEqualTo(TestSubmission.idOf("z"));
  }

  @Test
  void itIsOfDurableEventsOnly() {
    log.submit("a", "anna");
    log.yes("a");
    LogSummary before = log.rules().summary();

    log.durable();

    assertThat(before).isEqualTo(LogSummary.EMPTY);
    assertThat(log.rules().summary())
        .isEqualTo(new LogSummary(LogUnderTest.prefixOf("a"), TestSubmission.idOf("a"), false));
  }

  @Test
  void itComesBeforeTheEvents() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.rules().recovered(TestSubmission.of("a").acceptedAt(1), false);

    assertThatIllegalStateException()
        .isThrownBy(() -> opening.rules().recovered(LogSummary.EMPTY))
        .withMessage("a summary must come before the events, found it after event 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> log.rules().recovered(LogSummary.EMPTY))
        .withMessage("the log is OPEN, expected it to be OPENING");
  }

  @Test
  void noEventMayBeMissingBehindIt() {
    LogUnderTest opening = LogUnderTest.opening();
    opening
        .rules()
        .recovered(
            new LogSummary(LogUnderTest.prefixOf("a", "b"), TestSubmission.idOf("b"), false));

    assertThatIllegalStateException()
        .isThrownBy(() -> opening.rules().recovered(TestSubmission.of("d").acceptedAt(4), false))
        .withMessage("expected the event with sequence number 3 next, found 4");
  }

  @Test
  void itHasAHighestIdIfAndOnlyIfItHasEvents() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogSummary(LogPrefix.EMPTY, TestSubmission.idOf("a"), false))
        .withMessageStartingWith("the summary of 0 events has the highest id ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogSummary(LogPrefix.ofDurable(1), null, false))
        .withMessage("the summary of 1 events has the highest id null");
  }
}
