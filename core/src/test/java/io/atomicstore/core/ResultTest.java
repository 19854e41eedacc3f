package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResultTest {

  private static final ProspectiveEvent<String> BID =
      ProspectiveEvent.of(new ScopeId("lot-17"), new EventId(new UUID(1, 1)), "bid");

  private static final Result<String, String, Long> ACCEPTED =
      new Result.Accepted<>(BID, 3, 4L, false);
  private static final Result<String, String, Long> REJECTED =
      new Result.Rejected<>(BID, "too low", 5L, null, false);
  private static final Result<String, String, Long> TIMED_OUT =
      new Result.TimedOut<>(BID, "too slow", Duration.ofSeconds(5));
  private static final List<Result<String, String, Long>> WITHOUT_REASON =
      List.of(
          new Result.Overloaded<>(BID, 10, 1_000),
          new Result.Unavailable<>(BID, "stopping"),
          new Result.Unknown<>(BID, "no answer from the journal"),
          new Result.EventIdTaken<>(BID, 2),
          new Result.Refused<>(BID, "too large"));

  @Test
  void saysAcceptedOnlyOfAnEventThatIsInTheLog() {
    assertThat(ACCEPTED.wasAccepted()).isTrue();
    assertThat(REJECTED.wasAccepted()).isFalse();
    assertThat(TIMED_OUT.wasAccepted()).isFalse();
    assertThat(WITHOUT_REASON).noneMatch(Result::wasAccepted);
  }

  @Test
  void carriesTheReasonOfTheRejectionOrOfTheTimeout() {
    assertThat(REJECTED.reason()).isEqualTo("too low");
    assertThat(TIMED_OUT.reason()).isEqualTo("too slow");
    assertThat(ACCEPTED.reason()).isNull();
    assertThat(WITHOUT_REASON).allMatch(result -> result.reason() == null);
  }

  @Test
  void carriesTheMetaOfTheValidatorWhereOneWasHeard() {
    assertThat(ACCEPTED.meta()).isEqualTo(4L);
    assertThat(REJECTED.meta()).isEqualTo(5L);
    assertThat(TIMED_OUT.meta()).isNull();
    assertThat(WITHOUT_REASON).allMatch(result -> result.meta() == null);
  }

  @Test
  void givesBackWhatWasSubmitted() {
    assertThat(ACCEPTED.event()).isEqualTo("bid");
    assertThat(WITHOUT_REASON).allMatch(result -> result.event().equals("bid"));
  }

  @Test
  void hasSequenceNumbersThatCanBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Result.Accepted<String, String, Long>(BID, 0, null, false))
        .withMessage("sequence number must be 1 or more, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Result.EventIdTaken<String, String, Long>(BID, -1))
        .withMessage("sequence number of a log's end must be 0 or more, found -1");
    assertThat(new Result.EventIdTaken<String, String, Long>(BID, 0).sequenceNr()).isZero();
  }
}
