package io.atomicstore.originator;

import static io.atomicstore.originator.OriginatorUnderTest.event;
import static io.atomicstore.originator.OriginatorUnderTest.prefixOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an originator says to logs, and when it calls the application. */
final class OriginatorSideTest {

  private static final Note A = new Note("lot", "a");
  private static final Note B = new Note("lot", "b");
  private static final Note C = new Note("lot", "c");

  private OriginatorUnderTest test = OriginatorUnderTest.ahead();

  @Test
  void sendsItsDecisionWithTheEventOnTheExecutor() {
    CompletableFuture<Result<Note, Reason, Object>> result = test.submit(A);
    assertThat(test.hasMessages()).isFalse();

    test.run();
    OriginatorUnderTest.Submitted submitted = test.submitted();
    test.accepts(A, 1);
    test.run();

    assertThat(submitted.judgement())
        .isEqualTo(new Judgement.Decided<>(LogPrefix.EMPTY, Decision.accept().withMeta("")));
    assertThat(result.join().wasAccepted()).isTrue();
  }

  @Test
  void decidesOnEventsThatHaveNoResultYet() {
    test.begin(A);
    test.begin(B);

    test.run();

    assertThat(test.submitted().judgement())
        .isEqualTo(new Judgement.Decided<>(LogPrefix.EMPTY, Decision.accept().withMeta("")));
    assertThat(test.submitted().judgement())
        .isEqualTo(new Judgement.Decided<>(prefixOf("a"), Decision.accept().withMeta("a")));
  }

  @Test
  void sendsAnEventToBeAskedAboutOnTheThreadThatSubmits() {
    test = OriginatorUnderTest.whenAsked();

    var unused =
        test.submit((event, past) -> CompletableFuture.completedFuture(Decision.accept()), A);

    assertThat(test.submitted().judgement()).isEqualTo(Judgement.ask());
    assertThat(test.waitingTasks()).isZero();
  }

  @Test
  void decidesOnAllOfThePastOnceItIsThere() {
    test = OriginatorUnderTest.whenAsked();
    var unused =
        test.submit(
            (event, past) ->
                CompletableFuture.completedFuture(
                    Decision.<Reason, String>accept().withMeta(String.join(",", past))),
            A);
    test.submitted();

    test.asks(1, A, 1, "x", "y", "z");
    test.run();
    OriginatorUnderTest.Fetched fetched = test.fetched();
    test.shows(1, "lot", 1, 3, "x", "y", "z");
    test.run();

    assertThat(fetched.afterSequenceNr()).isEqualTo(1);
    OriginatorUnderTest.Responded response = test.responded();
    assertThat(response.decision()).isEqualTo(Decision.accept().withMeta("x,y,z"));
  }

  @Test
  void dropsTheDecisionOnASubmissionThatHasEnded() {
    test = OriginatorUnderTest.whenAsked();
    CompletableFuture<Decision<Reason, String>> late = new CompletableFuture<>();
    CompletableFuture<Result<Note, Reason, Object>> result = test.submit((e, past) -> late, A);
    test.submitted();
    test.asks(1, A);
    test.run();

    test.ends(new Result.TimedOut<>(event(A), Reason.TIMED_OUT, Duration.ZERO));
    test.run();
    late.complete(Decision.accept());
    test.run();

    assertThat(result.join()).isInstanceOf(Result.TimedOut.class);
    assertThat(test.hasMessages()).isFalse();
  }

  @Test
  void sendsAnIdThatIsOpenOnlyAfterItsFirstResult() {
    var first = test.submit(A);
    var second = test.submit(A);
    test.run();
    test.submitted();
    assertThat(test.hasMessages()).isFalse();

    test.accepts(A, 1);
    test.run();

    assertThat(first.join().wasAccepted()).isTrue();
    assertThat(test.submitted().event().eventId()).isEqualTo(OriginatorUnderTest.idOf("a"));
    assertThat(second).isNotDone();
    test.ends(new Result.Accepted<>(event(A), 1, null, true));
    test.run();
    assertThat(second.join()).extracting("isDuplicate").isEqualTo(true);
  }

  @Test
  void sendsAnIdAgainWhoseResultSomeoneElseCompleted() {
    test.submit(A).cancel(false);
    var second = test.submit(A);
    test.run();
    test.submitted();

    test.accepts(A, 1);
    test.run();

    test.submitted();
    assertThat(second).isNotDone();
  }

  @Test
  void letsACallbackWaitForAResultThatCameWithIts() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      test = OriginatorUnderTest.aheadOn(two);
      var results = List.of(test.submit(A), test.submit(B), test.submit(C));
      CompletableFuture<?> all =
          CompletableFuture.allOf(
              results.get(1).thenAccept(b -> results.get(0).join()),
              results.get(2).thenAccept(c -> results.get(0).join()));
      for (int i = 0; i < 3; i++) {
        test.submitted();
      }

      two.execute(
          () -> {
            test.accepts(A, 1);
            test.accepts(B, 2);
            test.accepts(C, 3);
          });

      all.get(10, TimeUnit.SECONDS);
    } finally {
      two.shutdownNow();
    }
  }

  @Test
  void takesFurtherInputsWhileACallbackBlocks() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    CompletableFuture<Void> released = new CompletableFuture<>();
    try {
      test = OriginatorUnderTest.aheadOn(two);
      var blocked = test.submit(A).thenAccept(a -> released.join());
      test.submitted();
      test.accepts(A, 1);

      test.begin(B);

      assertThat(test.submitted().judgement())
          .isEqualTo(new Judgement.Decided<>(prefixOf("a"), Decision.accept().withMeta("a")));
      released.complete(null);
      blocked.get(10, TimeUnit.SECONDS);
    } finally {
      released.complete(null);
      two.shutdownNow();
    }
  }

  @Test
  void throwsAwayAStateThatWasHalfChangedWhenFoldingFailedBadly() {
    var failed = test.submit(A);
    test.run();
    test.submitted();

    test.asks(1, A, "x", "fatal");
    test.run();
    test.begin(B);
    test.run();

    assertThat(test.thrownAway()).containsExactly(new ScopeId("lot"));
    assertThat(test.submitted().judgement())
        .as("not parked behind an event that was asked about")
        .isEqualTo(new Judgement.Decided<>(LogPrefix.EMPTY, Decision.accept().withMeta("")));
    test.ends(new Result.TimedOut<>(event(A), Reason.TIMED_OUT, Duration.ZERO));
    test.run();
    assertThat(failed.join()).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void givesBackWhatTheValidatorThrewWhereOnlyItsTextCameBack() {
    var result = test.submit(new Note("lot", "throws"));
    test.run();
    test.submitted();

    test.ends(
        new Result.Rejected<>(
            event(new Note("lot", "throws")),
            null,
            null,
            new ValidatorFailedException("throws"),
            false));
    test.run();

    assertThat(((Result.Rejected<?, ?, ?>) result.join()).cause())
        .isExactlyInstanceOf(Exception.class)
        .hasMessage("throws");
  }
}
