package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event that can be written but not read again would keep its log from ever being opened. */
final class UnreadableEventTest {

  interface Shape {}

  record Square(int side) implements Shape {}

  record Drawn(String scope, Shape shape) {}

  @TempDir private Path directory;

  @Test
  void refusesAnEventThatCouldNotBeReadAgain() {
    ActorSystem system = ActorSystem.create("test", StoreUnderTest.onRocksDb(directory));
    AtomicStore<Drawn, Reason> store =
        AtomicStore.builder(Drawn.class, drawn -> new ScopeId(drawn.scope()), Reason.TIMED_OUT)
            .start(system);

    Result<Drawn, Reason, Object> result =
        StoreUnderTest.await(
            store.storeIfValid(
                new Drawn("lot", new Square(2)), (prospective, past) -> Decision.accept()));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(((Result.Refused<?, ?, ?>) result).cause()).contains("Drawn").contains("Shape");
    TestKit.shutdownActorSystem(system);
  }
}
