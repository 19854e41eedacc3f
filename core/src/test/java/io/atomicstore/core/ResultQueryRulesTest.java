package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log says became of a submission: at any time, and nothing that may yet turn out wrong. */
class ResultQueryRulesTest {

  private static final RecordedResult<String, Long> PENDING = new RecordedResult.Pending<>();
  private static final RecordedResult<String, Long> NOT_KNOWN = new RecordedResult.NotKnown<>();

  private final LogUnderTest log = LogUnderTest.open();

  private RecordedResult<String, Long> resultOf(String event) {
    log.queryResult(event, "carla");
    var told = log.effects().resultsToldTo("carla");
    return told.get(told.size() - 1);
  }

  private static RecordedResult<String, Long> acceptedAt(long sequenceNr) {
    return new RecordedResult.Accepted<>(sequenceNr, 1, null);
  }

  @Test
  void anEventIsAcceptedOnceItIsDurable() {
    log.submit("bid", "anna");
    RecordedResult<String, Long> asked = resultOf("bid");
    log.yes("bid");
    RecordedResult<String, Long> written = resultOf("bid");

    log.durable();

    assertThat(asked).isEqualTo(PENDING);
    assertThat(written).isEqualTo(PENDING);
    assertThat(resultOf("bid")).isEqualTo(acceptedAt(1));
  }

  @Test
  void anEventThatWaitsForItsTurnIsPending() {
    log.submit("other", "anna");

    log.submit("bid", "boris");

    assertThat(resultOf("bid")).isEqualTo(PENDING);
  }

  @Test
  void aRejectionIsToldAsItWas() {
    IllegalStateException thrown = new IllegalStateException("no price");
    log.submit("bid", "anna");
    log.respond(log.tokenOf("bid"), Decision.<String, Long>reject("too low").withMeta(4L));
    log.submit("broken", "anna");

    log.respond(log.tokenOf("broken"), Decision.failed(thrown));

    assertThat(resultOf("bid")).isEqualTo(new RecordedResult.Rejected<>("too low", 4L, null));
    assertThat(resultOf("broken")).isEqualTo(new RecordedResult.Rejected<>(null, null, thrown));
  }

  @Test
  void aRejectionIsPendingUntilTheEventsItRestsOnAreDurable() {
    log.submit("first", "anna");
    log.submit("bid", "boris");
    log.yes("first");
    log.no("bid", "too low");
    RecordedResult<String, Long> before = resultOf("bid");

    log.durable();

    assertThat(before).isEqualTo(PENDING);
    assertThat(resultOf("bid")).isEqualTo(new RecordedResult.Rejected<>("too low", null, null));
  }

  @Test
  void aConflictOrASealIsPendingUntilTheEventsItRestsOnAreDurable() {
    log.submit(TestSubmission.of("hammer").sealing());
    log.submit(TestSubmission.of("late"));
    log.yes("hammer");
    RecordedResult<String, Long> before = resultOf("late");

    log.durable();

    assertThat(before).isEqualTo(PENDING);
    assertThat(resultOf("late")).isEqualTo(NOT_KNOWN);
  }

  @Test
  void aTimeOutIsTold() {
    log.submit("bid", "anna");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    assertThat(resultOf("bid"))
        .isEqualTo(new RecordedResult.TimedOut<>(LogUnderTest.TIMEOUT_REASON));
  }

  @Test
  void aTimedOutEventThatWaitsAgainIsPending() {
    log.submit("bid", "anna");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    log.submit("bid", "anna");

    assertThat(resultOf("bid")).isEqualTo(PENDING);
  }

  @Test
  void aTimedOutEventThatIsAcceptedLaterIsAccepted() {
    log.submit("bid", "anna");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);

    log.store("bid");

    assertThat(resultOf("bid")).isEqualTo(acceptedAt(1));
  }

  @Test
  void anEventThatNeverCameIsNotKnown() {
    assertThat(resultOf("bid")).isEqualTo(NOT_KNOWN);
  }

  @Test
  void onlyTheLatestRejectionsAndTimeOutsAreKnown() {
    log.submit("first", "anna");
    log.no("first", "too low");
    log.submit("second", "anna");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    log.submit("third", "anna");

    log.no("third", "too low");

    assertThat(resultOf("first")).isEqualTo(NOT_KNOWN);
    assertThat(resultOf("second")).isInstanceOf(RecordedResult.TimedOut.class);
    assertThat(resultOf("third")).isInstanceOf(RecordedResult.Rejected.class);
  }

  @Test
  void anEventThatTimesOutAgainIsAmongTheLatest() {
    for (String event : List.of("first", "second", "first", "third")) {
      log.submit(event, "anna");
      log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    }

    assertThat(resultOf("first")).isInstanceOf(RecordedResult.TimedOut.class);
    assertThat(resultOf("second")).isEqualTo(NOT_KNOWN);
  }

  @Test
  void theJournalIsAskedForAnOlderEvent() {
    LogUnderTest small = LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1));
    small.store("b", "d", "f");
    small.holdLookUpsBack();

    small.queryResult("b", "anna");
    small.queryResult("b", "boris");
    small.queryResult("a", "carla");
    small.queryResult("g", "dora");
    small.lookedUp("b");
    small.lookedUp("a");

    assertThat(small.lookUps()).containsExactly(TestSubmission.idOf("b"), TestSubmission.idOf("a"));
    assertThat(small.effects().resultsToldTo("anna")).containsExactly(acceptedAt(1));
    assertThat(small.effects().resultsToldTo("boris")).containsExactly(acceptedAt(1));
    assertThat(small.effects().resultsToldTo("carla")).containsExactly(NOT_KNOWN);
    assertThat(small.effects().resultsToldTo("dora")).containsExactly(NOT_KNOWN);
  }

  @Test
  void aQueryAndASubmissionShareALookUp() {
    LogUnderTest small = LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1));
    small.store("b", "d", "f");
    small.holdLookUpsBack();
    small.queryResult("a", "carla");
    small.submit("a", "anna");

    small.lookedUp("a");

    assertThat(small.lookUps()).containsExactly(TestSubmission.idOf("a"));
    assertThat(small.isUnderValidation("a")).isTrue();
  }

  @Test
  void queriesThatWaitForTheJournalAreBounded() {
    LogUnderTest small =
        LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1).withWaitingEventsMax(2));
    small.store("b", "d", "f");
    small.holdLookUpsBack();
    small.queryResult("b", "anna");
    small.queryAfter(3, "boris");

    small.queryResult("a", "carla");

    assertThat(small.effects().all())
        .endsWith(new Effect.RefuseQuery<>("carla", "2 queries wait already in this log"));
    assertThat(small.lookUps()).containsExactly(TestSubmission.idOf("b"));
    small.lookedUp("b");
    small.queryResult("a", "carla");
    assertThat(small.lookUps()).containsExactly(TestSubmission.idOf("b"), TestSubmission.idOf("a"));
  }

  @Test
  void queriesThatWaitForTheJournalAreRefusedWhenTheLogFails() {
    LogUnderTest small = LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1));
    small.store("b", "d", "f");
    small.holdLookUpsBack();
    small.queryResult("b", "anna");

    small.writeFails();
    int effectsBefore = small.effects().all().size();
    small.lookedUp("b");

    assertThat(small.effects().all())
        .hasSize(effectsBefore)
        .contains(new Effect.RefuseQuery<>("anna", "the disk is full"));
  }

  @Test
  void aLogThatStopsAsksTheJournalNoMore() {
    LogUnderTest small = LogUnderTest.openWith(LogUnderTest.LIMITS.withRecentIdsMax(1));
    small.store("b", "d", "f");
    small.submit("g", "anna");
    small.stop();

    small.queryResult("b", "carla");

    assertThat(small.effects().all())
        .endsWith(new Effect.RefuseQuery<>("carla", "the log is stopping"));
  }

  @Test
  void whatIsAskedWhileALogOpensIsAnsweredOnceItIsOpen() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.queryResult("bid", "anna");
    opening.queryResult("other", "boris");
    opening.rules().recovered(TestSubmission.of("bid").acceptedAt(1), false);
    boolean isAnsweredBefore = !opening.effects().all().isEmpty();

    opening.opened();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(opening.effects().resultsToldTo("anna")).containsExactly(acceptedAt(1));
    assertThat(opening.effects().resultsToldTo("boris")).containsExactly(NOT_KNOWN);
  }
}
