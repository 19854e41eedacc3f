package io.atomicstore.engine;

import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A store spread over two nodes that share a journal, half of its logs away from the originators.
 */
final class RemoteShardedStoreTest extends StoreContract {

  private final StoredInMemory stored = StoredInMemory.create();
  private ClusterNode first;
  private ClusterNode node;
  private AtomicStore<Note, Reason> store;

  @BeforeAll
  void startStore() {
    first = ClusterNode.first(ControlledJournal.on(stored));
    StoreUnderTest.builder().validationTimeout(VALIDATION_TIMEOUT).startSharded(first.system());
    node = first.another(ControlledJournal.on(stored));
    store =
        StoreUnderTest.builder().validationTimeout(VALIDATION_TIMEOUT).startSharded(node.system());
  }

  @AfterAll
  void stopStore() {
    node.close();
    first.close();
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
