package io.atomicstore.engine;

import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store in one process. */
final class LocalStoreTest extends StoreContract {

  private ActorSystem system;
  private AtomicStore<Note, Reason> store;

  @BeforeAll
  void startStore(@TempDir Path directory) {
    system = ActorSystem.create("test", StoreUnderTest.onRocksDb(directory));
    store = StoreUnderTest.builder().validationTimeout(VALIDATION_TIMEOUT).start(system);
  }

  @AfterAll
  void stopStore() {
    org.apache.pekko.testkit.javadsl.TestKit.shutdownActorSystem(system);
  }

  @Override
  AtomicStore<Note, Reason> store() {
    return store;
  }

  @Override
  ActorSystem system() {
    return system;
  }
}
