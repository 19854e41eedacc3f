package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.EventIds;
import io.atomicstore.originator.ValidatorFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application gets that submits events together with their validators. */
final class AtomicStoreTest {

  private static final Note FIRST = Note.of("lot", "first");
  private static final Note SECOND = Note.of("lot", "second");
  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();
  private static final Validator<Note, Reason, String> NO =
      (event, past) -> Decision.reject(Reason.UNWANTED);

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStore() {
    start(builder -> builder);
  }

  private void start(UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    test = new StoreUnderTest(directory, settings);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void storesWhatTheValidatorAcceptsAfterShowingItThePast() {
    List<List<Note>> pasts = new ArrayList<>();
    Validator<Note, Reason, String> validator =
        (event, past) -> {
          pasts.add(List.copyOf(past));
          return Decision.<Reason, String>accept().withMeta("of " + event.text());
        };

    Result<Note, Reason, String> first = store(FIRST, validator);
    Result<Note, Reason, String> second = store(SECOND, validator);

    assertThat(first).extracting("sequenceNr", "meta").containsExactly(1L, "of first");
    assertThat(second).extracting("sequenceNr", "meta").containsExactly(2L, "of second");
    assertThat(pasts).containsExactly(List.of(), List.of(FIRST));
    assertThat(test.texts("lot")).containsExactly("first", "second");
  }

  @Test
  void tellsWhereALogEnds() {
    ScopeId lot = new ScopeId("lot");
    assertThat(StoreUnderTest.await(test.store().logEnd(lot))).isEqualTo(new LogEnd(lot, 0, false));
    store(FIRST, (event, past) -> Decision.accept());
    assertThat(StoreUnderTest.await(test.store().logEnd(lot))).isEqualTo(new LogEnd(lot, 1, false));

    StoreUnderTest.await(test.store().storeIfUnchanged(StoreIfValid.of(SECOND).sealingLog(), 1));

    assertThat(StoreUnderTest.await(test.store().logEnd(lot))).isEqualTo(new LogEnd(lot, 2, true));
  }

  @Test
  void storesWhatAnAsyncValidatorAcceptsLater() {
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    CompletionStage<Result<Note, Reason, String>> result =
        test.store().storeIfValidAsync(FIRST, (event, past) -> decision);

    decision.complete(Decision.<Reason, String>accept().withMeta("later"));

    assertThat(StoreUnderTest.await(result).meta()).isEqualTo("later");
    assertThat(test.texts("lot")).containsExactly("first");
  }

  @Test
  void returnsReasonAndMetaOfARejectionAndStoresNothing() {
    Result<Note, Reason, String> result =
        store(
            FIRST,
            (event, past) -> Decision.<Reason, String>reject(Reason.UNWANTED).withMeta("why"));

    assertThat(result).isInstanceOf(Result.Rejected.class);
    assertThat(result.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(result.meta()).isEqualTo("why");
    assertThat(test.texts("lot")).isEmpty();
  }

  @SuppressWarnings("NullAway") // Applications without null checks return null.
  static Stream<AsyncValidator<Note, Reason, String>> failingValidators() {
    return Stream.of(
        (event, past) -> {
          throw new IllegalStateException("broken");
        },
        (event, past) -> {
          throw new Exception("checked and broken");
        },
        (event, past) -> {
          throw new AssertionError("broken");
        },
        (event, past) -> {
          throw new StackOverflowError("broken");
        },
        (event, past) -> CompletableFuture.failedFuture(new IllegalStateException("broken")),
        (event, past) ->
            CompletableFuture.<Decision<Reason, String>>supplyAsync(
                () -> {
                  throw new IllegalStateException("broken");
                }),
        (event, past) -> CompletableFuture.completedFuture(null),
        (event, past) -> null);
  }

  @ParameterizedTest
  @MethodSource("failingValidators")
  void rejectsWhatItsValidatorFailsOnKeepsTheCauseAndGoesOn(
      AsyncValidator<Note, Reason, String> validator) {
    Result<Note, Reason, String> failed =
        StoreUnderTest.await(test.store().storeIfValidAsync(FIRST, validator));

    assertThat(failed).isInstanceOf(Result.Rejected.class);
    Throwable cause = ((Result.Rejected<Note, Reason, String>) failed).cause();
    assertThat(cause)
        .isNotInstanceOf(ValidatorFailedException.class)
        .message()
        .containsAnyOf("broken", "null");
    assertThat(store(SECOND, YES)).isInstanceOf(Result.Accepted.class);
    assertThat(test.texts("lot")).containsExactly("second");
  }

  @Test
  void timesOutAValidatorThatNeverAnswersAndConsidersTheNextEvent() {
    restart(builder -> builder.validationTimeout(Duration.ofMillis(200)));
    var silent =
        test.store().<String>storeIfValidAsync(FIRST, (event, past) -> new CompletableFuture<>());

    Result<Note, Reason, String> next = store(SECOND, YES);

    Result<Note, Reason, String> result = StoreUnderTest.await(silent);
    assertThat(result).isInstanceOf(Result.TimedOut.class);
    assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(next).extracting("sequenceNr").isEqualTo(1L);
    assertThat(test.texts("lot")).containsExactly("second");
  }

  @Test
  void givesUpASubmissionWhoseTurnDoesNotComeInItsTime() {
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    var first = test.store().storeIfValidAsync(FIRST, (event, past) -> decision);

    var second =
        test.store()
            .storeIfValid(StoreIfValid.of(SECOND).withTimeout(Duration.ofNanos(1)), YES)
            .toCompletableFuture();
    decision.complete(Decision.accept());

    assertThat(StoreUnderTest.await(first)).isInstanceOf(Result.Accepted.class);
    assertThat(StoreUnderTest.await(second)).isInstanceOf(Result.TimedOut.class);
    assertThat(test.texts("lot")).containsExactly("first");
  }

  @Test
  void refusesAnEventThatCannotBeSerialized() {
    try (AtomicStore<Unbound, Reason> store =
        AtomicStore.builder(Unbound.class, event -> new ScopeId("lot"), Reason.TIMED_OUT)
            .name("unbound")
            .start(test.system())) {

      Result<Unbound, Reason, String> result =
          StoreUnderTest.await(
              store.storeIfValid(new Unbound(), (event, past) -> Decision.accept()));

      assertThat(result).isInstanceOf(Result.Refused.class);
      assertThat(((Result.Refused<?, ?, ?>) result).cause()).contains("Unbound");
    }
  }

  /** Bound to no serializer, and no record. */
  static final class Unbound {}

  @Test
  void answersARepeatedSubmissionWithTheFirstResult() {
    StoreIfValid<Note> submission = StoreIfValid.of(FIRST);
    Validator<Note, Reason, String> withMeta =
        (event, past) -> Decision.<Reason, String>accept().withMeta("kept");
    Result<Note, Reason, String> first =
        StoreUnderTest.await(test.store().storeIfValid(submission, withMeta));

    Result<Note, Reason, String> again =
        StoreUnderTest.await(test.store().storeIfValid(submission, NO));

    assertThat(first).extracting("sequenceNr", "isDuplicate").containsExactly(1L, false);
    assertThat(again)
        .extracting("sequenceNr", "isDuplicate", "meta")
        .containsExactly(1L, true, "kept");
    assertThat(test.texts("lot")).containsExactly("first");
  }

  @Test
  void storesOneOfManyEqualSubmissionsThatComeAtTheSameTime() {
    StoreIfValid<Note> submission = StoreIfValid.of(FIRST);

    List<CompletionStage<Result<Note, Reason, String>>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stages.add(test.store().storeIfValid(submission, YES));
    }

    List<Result<Note, Reason, String>> results =
        stages.stream().map(StoreUnderTest::await).toList();
    assertThat(results).allMatch(Result::wasAccepted);
    assertThat(results)
        .extracting(result -> ((Result.Accepted<Note, Reason, String>) result).isDuplicate())
        .containsOnlyOnce(false);
    assertThat(test.texts("lot")).containsExactly("first");
  }

  @Test
  void saysThatAnEventIdIsTakenByAnotherEvent() {
    EventId id = EventIds.next();
    StoreUnderTest.await(test.store().storeIfValid(StoreIfValid.of(FIRST).withEventId(id), YES));

    Result<Note, Reason, String> result =
        StoreUnderTest.await(
            test.store().storeIfValid(StoreIfValid.of(SECOND).withEventId(id), YES));

    assertThat(result).isInstanceOf(Result.EventIdTaken.class);
    assertThat(result).extracting("sequenceNr").isEqualTo(1L);
    assertThat(test.texts("lot")).containsExactly("first");
  }

  @Test
  void listsEventsAndLiveScopes() {
    test.accept("one", "first");
    test.accept("one", "second");
    test.accept("two", "first");

    assertThat(test.events("one"))
        .extracting(stored -> Map.entry(stored.sequenceNr(), stored.event().text()))
        .containsExactly(Map.entry(1L, "first"), Map.entry(2L, "second"));
    assertThat(test.events("none")).isEmpty();
    assertThat(StoreUnderTest.await(test.store().liveScopes()))
        .containsExactlyInAnyOrder(new ScopeId("one"), new ScopeId("two"), new ScopeId("none"));
  }

  private Result<Note, Reason, String> store(Note note, Validator<Note, Reason, String> validator) {
    return StoreUnderTest.await(test.store().storeIfValid(note, validator));
  }

  private void restart(UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    test.close();
    start(settings);
  }
}
