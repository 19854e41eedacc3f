package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Status;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event whose scope can't be told harms nobody but its originator, who hears of it. */
final class ScopesOfEventsTest {

  @TempDir private Path directory;
  private ActorSystem system;
  private AtomicStore<Note, Reason> store;

  @BeforeEach
  void startStore() {
    system = ActorSystem.create("test", StoreUnderTest.onRocksDb(directory));
    store =
        AtomicStore.builder(Note.class, ScopesOfEventsTest::scopeOf, Reason.TIMED_OUT)
            .start(system);
  }

  @SuppressWarnings("NullAway") // An application without null checks gives a null scope.
  private static ScopeId scopeOf(Note note) {
    return switch (note.scope()) {
      case "exception" -> throw new IllegalStateException("no scope for it");
      case "error" -> throw new AssertionError("no scope for it");
      case "null" -> null;
      default -> new ScopeId(note.scope());
    };
  }

  @AfterEach
  void stopStore() {
    TestKit.shutdownActorSystem(system);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error", "null", "", "\uD800", "a\nb"})
  void failsTheSubmissionAloneWhenItsScopeCannotBeTold(String scope) {
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    CompletionStage<Result<Note, Reason, String>> other =
        store.storeIfValidAsync(Note.of("other", "first"), (event, past) -> decision);

    CompletionStage<Result<Note, Reason, String>> failed =
        store.storeIfValid(Note.of(scope, "lost"), (event, past) -> Decision.accept());

    assertThatThrownBy(() -> StoreUnderTest.await(failed))
        .cause()
        .satisfiesAnyOf(
            cause -> assertThat(cause).hasMessageContaining("scope"),
            cause -> assertThat(cause).isInstanceOf(NullPointerException.class));
    decision.complete(Decision.accept());
    assertThat(StoreUnderTest.await(other).wasAccepted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error", "null", "", "\uD800", "a\nb"})
  void tellsAnActorThatTheScopeOfItsEventCannotBeTold(String scope) {
    TestKit originator = new TestKit(system);
    store.receptionist().tell(StoreIfValid.of(Note.of("other", "first")), originator.getRef());
    ValidationRequest<?> request = originator.expectMsgClass(ValidationRequest.class);

    store.receptionist().tell(StoreIfValid.of(Note.of(scope, "lost")), originator.getRef());

    originator.expectMsgClass(Status.Failure.class);
    store.receptionist().tell(request.accept(), originator.getRef());
    originator.expectMsgClass(Result.Accepted.class);
  }

  @Test
  void tellsAnActorThatItsEventIsOfTheWrongClass() {
    TestKit originator = new TestKit(system);

    store.receptionist().tell(StoreIfValid.of("a text"), originator.getRef());

    Status.Failure failure = originator.expectMsgClass(Status.Failure.class);
    assertThat(failure.cause()).hasMessageContaining("Note").hasMessageContaining("String");
    assertThat(StoreUnderTest.await(store.liveScopes())).isEqualTo(java.util.Set.of());
  }
}
