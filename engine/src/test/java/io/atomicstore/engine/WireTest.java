package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't cross the wire between two nodes is answered before it is sent. */
final class WireTest {

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  /** Bound to no serializer, and no record. */
  static final class Unbound {}

  @Test
  void refusesAnEventThatCannotBeSerializedForAnotherNode() {
    StoredInMemory stored = StoredInMemory.create();
    try (ClusterNode oldest = ClusterNode.first(ControlledJournal.on(stored));
        ClusterNode node = oldest.another(ControlledJournal.on(stored))) {
      ofUnbound().startSingleton(oldest.system());
      AtomicStore<Unbound, Reason> store = ofUnbound().startSingleton(node.system());

      Result<Unbound, Reason, String> result =
          StoreUnderTest.await(
              store.storeIfValid(new Unbound(), (event, past) -> Decision.accept()));

      assertThat(result).isInstanceOf(Result.Refused.class);
      assertThat(((Result.Refused<?, ?, ?>) result).cause()).contains("Unbound");
    }
  }

  private static AtomicStoreBuilder<Unbound, Reason> ofUnbound() {
    return AtomicStore.builder(Unbound.class, event -> new ScopeId("lot"), Reason.TIMED_OUT);
  }

  @Test
  void refusesAnEventThatIsTooLargeForTheLogBeforeItSendsIt() {
    StoredInMemory stored = StoredInMemory.create();
    LogLimits limits = LogLimits.DEFAULT.withBytesMax(100_000, 100_000);
    try (ClusterNode oldest = ClusterNode.first(ControlledJournal.on(stored));
        ClusterNode node = oldest.another(ControlledJournal.on(stored))) {
      StoreUnderTest.builder().limits(limits).startSingleton(oldest.system());
      AtomicStore<Note, Reason> store =
          StoreUnderTest.builder().limits(limits).startSingleton(node.system());

      Result<Note, Reason, String> result =
          StoreUnderTest.await(store.storeIfValid(Note.of("lot", "x".repeat(1 << 20)), YES));

      assertThat(result).isInstanceOf(Result.Refused.class);
    }
  }

  @Test
  void writesEveryMessageByItsOwnSerializer(@TempDir Path directory) {
    var config =
        ConfigFactory.parseString("pekko.actor.serialize-messages = on")
            .withFallback(StoreUnderTest.onRocksDb(directory));
    try (StoreUnderTest test = new StoreUnderTest(config, builder -> builder.snapshotEvents(2))) {
      for (int i = 0; i < 5; i++) {
        assertThat(test.accept("lot", "" + i).wasAccepted()).isTrue();
      }
      TestKit originator = test.originator();
      test.receptionist().tell(StoreIfValid.of(Note.of("lot", "by hand")), originator.getRef());
      ValidationRequest<?> request = originator.expectMsgClass(ValidationRequest.class);
      test.receptionist().tell(request.reject(Reason.UNWANTED), originator.getRef());
      originator.expectMsgClass(Result.Rejected.class);

      assertThat(test.texts("lot")).hasSize(5);
      assertThat(StoreUnderTest.await(test.store().liveScopes())).hasSize(1);
      test.store().close();
      test.restart();
      assertThat(test.texts("lot")).hasSize(5);
    }
  }
}
