package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log forgets originators that have nothing to wait for, and misses the others when they go. */
final class WatchedOriginatorsTest {

  private static final int MORE_THAN_ARE_KEPT = 600;

  @TempDir private Path directory;

  @Test
  void missesTheOneThatIsBeingValidatedAfterManyOthersQueuedBehindIt() {
    try (StoreUnderTest test =
        new StoreUnderTest(
            directory, builder -> builder.validationTimeout(Duration.ofMinutes(10)))) {
      TestKit silent = test.originator();
      TestKit next = test.originator();
      submit(test, silent, "lot");
      silent.expectMsgClass(ValidationRequest.class);
      submit(test, next, "lot");
      for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
        submit(test, test.originator(), "lot");
      }

      silent.getRef().tell(PoisonPill.getInstance(), silent.getRef());

      next.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
    }
  }

  @Test
  void goesOnAtOnceWhenTheLatestOfManyOriginatorsGoesDuringItsValidation() {
    try (StoreUnderTest test =
        new StoreUnderTest(
            directory, builder -> builder.validationTimeout(Duration.ofMinutes(10)))) {
      for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
        submitAndAccept(test, test.originator(), "lot");
      }
      TestKit leaving = test.originator();
      TestKit next = test.originator();
      submit(test, leaving, "lot");
      leaving.expectMsgClass(ValidationRequest.class);
      submit(test, next, "lot");

      leaving.getRef().tell(PoisonPill.getInstance(), leaving.getRef());

      ValidationRequest<?> request =
          next.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
      assertThat(request.past().sequenceNr()).isEqualTo(MORE_THAN_ARE_KEPT);
    }
  }

  private static void submit(StoreUnderTest test, TestKit originator, String scope) {
    test.receptionist().tell(StoreIfValid.of(Note.of(scope, "accepted")), originator.getRef());
  }

  private static void submitAndAccept(StoreUnderTest test, TestKit originator, String scope) {
    submit(test, originator, scope);
    ValidationRequest<?> request =
        originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
    test.receptionist().tell(request.accept(), originator.getRef());
    originator.expectMsgClass(StoreUnderTest.PATIENCE, Result.Accepted.class);
  }
}
