package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who expects the log to end somewhere is not asked: it does, or there is a conflict. */
class ExpectationRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  private static TestSubmission expecting(String event, long sequenceNr) {
    return TestSubmission.of(event).judgedBy(new Judgement.Expect<>(sequenceNr));
  }

  @Test
  void anEventIsStoredIfTheLogEndsWhereItIsExpectedTo() {
    log.submit(expecting("first", 0));
    log.submit(expecting("second", 1));
    log.durable();

    assertThat(log.journal()).containsExactly("first", "second");
    assertThat(log.resultOf("second").wasAccepted()).isTrue();
    assertThat(log.validationRequests()).isEmpty();
  }

  @Test
  void aConflictTellsWhereTheLogEnds() {
    log.store("first", "second");

    log.submit(expecting("bid", 1));
    log.submit(expecting("early bird", 3));

    Result<String, String, Long> result = log.resultOf("bid");
    assertThat(result).isEqualTo(new Result.Conflict<>(result.prospectiveEvent(), 1, 2));
    Result<String, String, Long> early = log.resultOf("early bird");
    assertThat(early).isEqualTo(new Result.Conflict<>(early.prospectiveEvent(), 3, 2));
    assertThat(log.journal()).containsExactly("first", "second");
  }

  @Test
  void aConflictWithAnEventBeingWrittenWaitsForIt() {
    log.submit(expecting("first", 0));
    log.submit(expecting("bid", 0));
    boolean isAnsweredBefore = log.isAnswered("bid");

    log.durable();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.resultOf("bid")).isInstanceOf(Result.Conflict.class);
  }

  @Test
  void aConflictWithAnEventThatIsLostIsNone() {
    log.submit(expecting("first", 0));
    log.submit(expecting("bid", 0));

    log.writeFails();

    assertThat(log.resultOf("first")).isInstanceOf(Result.Unknown.class);
    assertThat(log.resultOf("bid")).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void theEndIsThatOfTheLogWhenItsTurnComes() {
    log.submit("first", "anna");
    log.submit(expecting("bid", 1));
    boolean isWrittenBefore = !log.effects().writes().isEmpty();

    log.yes("first");
    log.durable();

    assertThat(isWrittenBefore).isFalse();
    assertThat(log.journal()).containsExactly("first", "bid");
  }

  @Test
  void aRepetitionOfAnEventThatWasStoredIsNoConflict() {
    log.submit(expecting("bid", 0));
    log.durable();

    log.submit(expecting("bid", 0));

    assertThat(log.resultsOf("bid")).hasSize(2).allMatch(Result::wasAccepted);
  }
}
