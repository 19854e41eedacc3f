package io.atomicstore.engine;

import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store on the oldest node of a cluster, which is the originators' own. */
final class SingletonStoreTest extends StoreContract {

  private ClusterNode node;
  private AtomicStore<Note, Reason> store;

  @BeforeAll
  void startStore(@TempDir Path directory) {
    node = ClusterNode.first(StoreUnderTest.onRocksDb(directory));
    store =
        StoreUnderTest.builder()
            .validationTimeout(VALIDATION_TIMEOUT)
            .startSingleton(node.system());
  }

  @AfterAll
  void stopStore() {
    node.close();
  }

  @Override
  AtomicStore<Note, Reason> store() {
    return store;
  }

  @Override
  ActorSystem system() {
    return node.system();
  }
}
