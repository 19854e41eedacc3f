package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that ends, or whose executor does, still answers everyone. */
final class ClosingTest {

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  @TempDir private Path directory;

  @Test
  void finishesTheValidationUnderWayAndAnswersWhatWaits() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      AsyncValidator<Note, Reason, String> slow =
          (event, past) -> {
            isAsked.countDown();
            return decision;
          };
      var underWay = test.store().storeIfValidAsync(Note.of("lot", "under way"), slow);
      isAsked.await();
      List<CompletionStage<Result<Note, Reason, String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        waiting.add(
            test.store()
                .storeIfValidAsync(Note.of("lot", "waits"), (e, p) -> new CompletableFuture<>()));
      }

      CompletableFuture<Void> closing = CompletableFuture.runAsync(test.store()::close);

      for (CompletionStage<Result<Note, Reason, String>> stage : waiting) {
        assertThat(StoreUnderTest.await(stage)).isInstanceOf(Result.Unavailable.class);
      }
      decision.complete(Decision.accept());
      assertThat(StoreUnderTest.await(underWay).wasAccepted()).isTrue();
      StoreUnderTest.await(closing);
    }
  }

  @Test
  void saysOfASubmissionAfterItsEndThatNothingWasStored() {
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      test.accept("lot", "first");
      test.store().close();

      Result<Note, Reason, String> result =
          StoreUnderTest.await(test.store().storeIfValid(Note.of("lot", "late"), YES));

      assertThat(result).isInstanceOf(Result.Unavailable.class);
      assertThatThrownBy(() -> test.events("lot"))
          .hasCauseInstanceOf(LogUnavailableException.class);
      test.restart();
      assertThat(test.texts("lot")).containsExactly("first");
    }
  }

  @Test
  void endsTwiceAsWellAsOnceAlsoAfterItsActorSystem() {
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      test.accept("lot", "first");
      test.store().close();
      test.store().close();
      TestKit.shutdownActorSystem(test.system());

      test.store().close();

      Result<Note, Reason, String> result =
          StoreUnderTest.await(test.store().storeIfValid(Note.of("lot", "late"), YES));
      assertThat(result).isInstanceOf(Result.Unavailable.class);
    }
  }

  @Test
  void answersWhatIsOpenWhenTheActorSystemEnds() {
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      CompletionStage<Result<Note, Reason, String>> open =
          test.store()
              .storeIfValidAsync(Note.of("lot", "open"), (e, p) -> new CompletableFuture<>());

      TestKit.shutdownActorSystem(test.system());

      assertThat(StoreUnderTest.await(open))
          .isInstanceOfAny(Result.Unavailable.class, Result.Unknown.class);
    }
  }

  @Test
  void rejectsWhatTheExecutorDoesNotTakeAndGoesOn() {
    AtomicBoolean isFull = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (isFull.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        };
    try (StoreUnderTest test =
        new StoreUnderTest(
            directory,
            builder ->
                builder.validationExecutor(executor).validationTimeout(StoreUnderTest.PATIENCE))) {
      Result<Note, Reason, String> failed =
          StoreUnderTest.await(test.store().storeIfValid(Note.of("lot", "first"), YES));
      isFull.set(false);

      Result<Note, Reason, String> next = test.accept("lot", "second");

      assertThat(failed).isInstanceOf(Result.Rejected.class);
      assertThat(((Result.Rejected<?, ?, ?>) failed).cause())
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(next.wasAccepted()).isTrue();
      assertThat(StoreUnderTest.await(test.store().liveScopes()))
          .containsExactly(new ScopeId("lot"));
    }
  }
}
