package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too much, too large or too long is said at once, and harms nothing else. */
final class LimitsTest {

  private static final Note FIRST = Note.of("lot", "first");
  private static final Note SECOND = Note.of("lot", "second");
  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory);
  }

  private void start(UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    test.close();
    test = new StoreUnderTest(directory, settings);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void refusesTimeoutsThatNoClockCanCount() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);

    assertThatThrownBy(() -> StoreIfValid.of(FIRST).withTimeout(forEver))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("365 days");
    assertThatThrownBy(() -> StoreUnderTest.builder().submissionTimeout(forEver))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StoreUnderTest.builder().idleTimeout(forEver))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waitsForAValidationAsLongAsTheLimitsAllow() {
    start(builder -> builder.validationTimeout(Duration.ofDays(365)));

    Result<Note, Reason, String> result = store(FIRST, YES);

    assertThat(result).isInstanceOf(Result.Accepted.class);
  }

  @Test
  void refusesAnEventThatIsTooLargeAndGoesOn() {
    start(builder -> builder.limits(LogLimits.DEFAULT.withBytesMax(1_000, 100)));

    Result<Note, Reason, String> result = store(Note.of("lot", "x".repeat(100)), YES);

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(store(SECOND, YES).wasAccepted()).isTrue();
    assertThat(test.texts("lot")).containsExactly("second");
  }

  @Test
  void turnsAwayAtOnceWhatIsTooMuch() {
    start(
        builder ->
            builder.limits(
                LogLimits.DEFAULT
                    .withWaitingEventsMax(2)
                    .withValidationTimeout(Duration.ofHours(1))));
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    var first = test.store().storeIfValidAsync(FIRST, (event, past) -> decision);
    var second = test.store().storeIfValid(SECOND, YES);

    Result<Note, Reason, String> third = store(Note.of("lot", "third"), YES);

    assertThat(third).isInstanceOf(Result.Overloaded.class);
    assertThat(third).extracting("waitingEvents").isEqualTo(2);
    decision.complete(Decision.accept());
    assertThat(StoreUnderTest.await(first).wasAccepted()).isTrue();
    assertThat(StoreUnderTest.await(second).wasAccepted()).isTrue();
  }

  private Result<Note, Reason, String> store(Note note, Validator<Note, Reason, String> validator) {
    return StoreUnderTest.await(test.store().storeIfValid(note, validator));
  }
}
