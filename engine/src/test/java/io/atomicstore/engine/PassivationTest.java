package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs leave memory when they may, and nothing is lost while they do. */
final class PassivationTest {

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  @TempDir private Path directory;

  @Test
  void dropsLogsThatNobodyUsesAndKnowsTheirEventIdsAfterwards() {
    try (StoreUnderTest test =
        new StoreUnderTest(directory, builder -> builder.idleTimeout(Duration.ofMillis(100)))) {
      StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", "once"));
      store(test, submission);

      await().until(() -> liveScopes(test).isEmpty());

      assertThat(store(test, submission))
          .extracting("sequenceNr", "isDuplicate")
          .containsExactly(1L, true);
      assertThat(test.texts("lot")).containsExactly("once");
    }
  }

  @Test
  void refusesAnIdleTimeoutThatNoTimerCanCount() {
    assertThatThrownBy(() -> StoreUnderTest.builder().idleTimeout(Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idleTimeout must be at least PT0.01S");
  }

  @Test
  void keepsNoMoreLogsInMemoryThanItMay() {
    try (StoreUnderTest test = new StoreUnderTest(directory, builder -> builder.liveLogsMax(2))) {
      for (int i = 0; i < 10; i++) {
        test.accept("lot " + i, "first");
      }

      await().until(() -> liveScopes(test).size() <= 2);

      assertThat(liveScopes(test)).contains(new ScopeId("lot 9"));
      for (int i = 0; i < 10; i++) {
        assertThat(test.texts("lot " + i)).containsExactly("first");
      }
    }
  }

  @Test
  void losesNoSubmissionToALogThatIsLeavingMemory() {
    try (StoreUnderTest test = new StoreUnderTest(directory, builder -> builder.liveLogsMax(1))) {
      List<CompletionStage<Result<Note, Reason, String>>> stages = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        stages.add(test.store().storeIfValid(Note.of("lot " + i % 5, "" + i), YES));
      }

      assertThat(stages).allMatch(stage -> StoreUnderTest.await(stage).wasAccepted());

      for (int lot = 0; lot < 5; lot++) {
        int first = lot;
        assertThat(test.texts("lot " + lot))
            .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + (first + 5 * i)).toList());
      }
    }
  }

  @Test
  void finishesTheValidationOfALogThatIsToLeaveBeforeItOpensItAgain() {
    try (StoreUnderTest test = new StoreUnderTest(directory, builder -> builder.liveLogsMax(1))) {
      TestKit originator = test.originator();
      test.receptionist().tell(StoreIfValid.of(Note.of("lot", "first")), originator.getRef());
      ValidationRequest<?> request = originator.expectMsgClass(ValidationRequest.class);
      ActorRef firstLog = originator.getLastSender();
      test.accept("other", "pushes the first log out");
      test.receptionist().tell(StoreIfValid.of(Note.of("lot", "second")), originator.getRef());

      test.receptionist().tell(request.accept(), originator.getRef());

      originator.expectMsgClass(Result.Accepted.class);
      ValidationRequest<?> next =
          originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
      assertThat(originator.getLastSender()).isNotEqualTo(firstLog);
      assertThat(next.pastEvents().events())
          .extracting(past -> past.event())
          .isEqualTo(List.of(Note.of("lot", "first")));
      test.receptionist().tell(next.accept(), originator.getRef());
      originator.expectMsgClass(Result.Accepted.class);
    }
  }

  private static Set<ScopeId> liveScopes(StoreUnderTest test) {
    return StoreUnderTest.await(test.store().liveScopes());
  }

  private static Result<Note, Reason, String> store(
      StoreUnderTest test, StoreIfValid<Note> submission) {
    return StoreUnderTest.await(test.store().storeIfValid(submission, YES));
  }
}
