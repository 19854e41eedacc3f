package io.atomicstore.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.testkit.javadsl.TestKit;

/** One node of a cluster inside this process, with a port of its own. */
final class ClusterNode implements AutoCloseable {

  private static final Config QUICK =
      ConfigFactory.parseString(
          """
          pekko {
            actor.provider = cluster
            # The test kit brings typed actors along, whose extensions want the whole of typed clusters.
            library-extensions = []
            coordinated-shutdown.run-by-actor-system-terminate = off
            coordinated-shutdown.run-by-jvm-shutdown-hook = off
            coordinated-shutdown.terminate-actor-system = off
            cluster {
              jmx.enabled = off
              gossip-interval = 100ms
              leader-actions-interval = 100ms
              singleton.hand-over-retry-interval = 100ms
              singleton-proxy.singleton-identification-interval = 100ms
              sharding.retry-interval = 200ms
              sharding.number-of-shards = 10
              sharding.distributed-data.gossip-interval = 200ms
            }
          }
          """);

  private final ActorSystem system;

  private ClusterNode(ActorSystem system) {
    this.system = system;
  }

  /** Starts the first node of a cluster. */
  static ClusterNode first(Config config) {
    ClusterNode node = new ClusterNode(ActorSystem.create("nodes", QUICK.withFallback(config)));
    node.join(node.address());
    return node;
  }

  /** Starts another node of this node's cluster. */
  ClusterNode another(Config config) {
    ClusterNode node = new ClusterNode(ActorSystem.create("nodes", QUICK.withFallback(config)));
    node.join(address());
    return node;
  }

  private void join(Address address) {
    CompletableFuture<Void> isUp = new CompletableFuture<>();
    Cluster cluster = Cluster.get(system);
    cluster.registerOnMemberUp(() -> isUp.complete(null));
    cluster.join(address);
    StoreUnderTest.await(isUp);
  }

  private Address address() {
    return Cluster.get(system).selfAddress();
  }

  ActorSystem system() {
    return system;
  }

  /** Leaves the cluster in good order: hands over what it holds. */
  void leave() {
    CompletableFuture<Void> isGone = new CompletableFuture<>();
    Cluster cluster = Cluster.get(system);
    cluster.registerOnMemberRemoved(() -> isGone.complete(null));
    cluster.leave(address());
    StoreUnderTest.await(isGone);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
