package io.atomicstore.engine;

import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store on the oldest node of a cluster, with its originators on another: all that they say to
 * each other crosses the wire.
 */
final class RemoteSingletonStoreTest extends StoreContract {

  private ClusterNode oldest;
  private ClusterNode node;
  private AtomicStore<Note, Reason> store;

  @BeforeAll
  void startStore(@TempDir Path directory) {
    oldest = ClusterNode.first(StoreUnderTest.onRocksDb(directory));
    StoreUnderTest.builder().validationTimeout(VALIDATION_TIMEOUT).startSingleton(oldest.system());
    node = oldest.another(ControlledJournal.on(StoredInMemory.create()));
    store =
        StoreUnderTest.builder()
            .validationTimeout(VALIDATION_TIMEOUT)
            .startSingleton(node.system());
  }

  @AfterAll
  void stopStore() {
    node.close();
    oldest.close();
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
