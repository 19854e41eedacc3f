package io.atomicstore.originator;

import static io.atomicstore.originator.OriginatorUnderTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long an originator waits for what, and what it says of what did not come. */
final class OriginatorPatienceTest {

  private static final Note A = new Note("lot", "a");
  private static final Note B = new Note("lot", "b");
  private static final Note C = new Note("lot", "c");

  private final OriginatorUnderTest test = OriginatorUnderTest.ahead();

  @Test
  void fetchesAPageAgainThatHasNotComeInASecond() {
    test.begin(A);
    test.run();
    test.submitted();
    test.asks(1, A, 1, "x", "y");
    test.run();
    test.fetched();

    test.advance(Duration.ofMillis(999));
    test.run();
    assertThat(test.hasMessages()).isFalse();
    test.advance(Duration.ofMillis(1));
    test.run();

    assertThat(test.fetched().afterSequenceNr()).isEqualTo(1);
  }

  @Test
  void fetchesNothingMoreUnderATokenThatIsOver() {
    test.begin(A);
    test.run();
    test.submitted();
    test.asks(1, A, 1, "x", "y");
    test.run();
    test.fetched();

    test.tooLate(1);
    test.advance(Duration.ofSeconds(5));
    test.run();

    assertThat(test.hasMessages()).isFalse();
  }

  @Test
  void givesUpWhatTheLogDoesNotAnswer() {
    CompletableFuture<Result<Note, Reason, Object>> result = test.submit(A);
    test.run();

    test.advance(OriginatorUnderTest.TIMEOUT.plus(OriginatorUnderTest.GRACE));
    test.runLastResort();

    assertThat(result.join()).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void givesUpAlsoWhileTheExecutorRunsNothing() {
    CompletableFuture<Result<Note, Reason, Object>> result = test.submit(A);

    test.advance(OriginatorUnderTest.TIMEOUT.plus(OriginatorUnderTest.GRACE));
    test.runLastResort();

    assertThat(result.join()).isInstanceOf(Result.Unavailable.class);
    test.run();
    assertThat(test.hasMessages()).as("what is given up is not sent").isFalse();
  }

  @Test
  void timesOutWhatWasNotSentInItsTime() {
    var behind = submitBehindAnAskedOne(Duration.ofSeconds(2));

    test.advance(Duration.ofSeconds(2));
    test.run();

    assertThat(behind.join())
        .isEqualTo(new Result.TimedOut<>(event(B), Reason.TIMED_OUT, Duration.ofSeconds(2)));
  }

  @Test
  void takesTheWaitAtTheOriginatorOffTheTimeout() {
    var unused = submitBehindAnAskedOne(Duration.ofSeconds(5));
    test.advance(Duration.ofSeconds(2));
    test.run();
    test.fetched();

    test.ends(new Result.TimedOut<>(event(A), Reason.TIMED_OUT, Duration.ZERO));
    test.run();

    assertThat(test.submitted().timeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void saysOfWhatWasNotSentThatNothingIsStoredWhenItCloses() {
    var sent = test.submit(new Note("other", "sent"));
    test.run();
    test.submitted();
    var behind = submitBehindAnAskedOne(Duration.ofSeconds(5));

    test.closes();
    test.runLastResort();

    assertThat(sent.join()).isInstanceOf(Result.Unknown.class);
    assertThat(behind.join()).isInstanceOf(Result.Unavailable.class);
    assertThat(test.submit(C).join()).isInstanceOf(Result.Unavailable.class);
  }

  /** The log asks about {@link #A}, so what is submitted behind it waits for its end. */
  private CompletableFuture<Result<Note, Reason, Object>> submitBehindAnAskedOne(Duration timeout) {
    test.begin(A);
    test.run();
    test.submitted();
    test.asks(1, A, 1, "x", "y");
    test.run();
    test.fetched();
    CompletableFuture<Result<Note, Reason, Object>> behind = test.submit(timeout, null, B);
    test.run();
    assertThat(test.hasMessages()).isFalse();
    return behind;
  }
}
