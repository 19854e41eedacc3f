package io.atomicstore.engine;

import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store spread over a cluster of one node. */
final class ShardedStoreTest extends StoreContract {

  private ClusterNode node;
  private AtomicStore<Note, Reason> store;

  @BeforeAll
  void startStore(@TempDir Path directory) {
    node = ClusterNode.first(StoreUnderTest.onRocksDb(directory));
    store =
        StoreUnderTest.builder().validationTimeout(VALIDATION_TIMEOUT).startSharded(node.system());
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
