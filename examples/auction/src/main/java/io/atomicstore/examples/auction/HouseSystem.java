package io.atomicstore.examples.auction;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;

/** The actor systems of auction houses. */
final class HouseSystem {

  private static final Duration CLOSING_MAX = Duration.ofSeconds(60);

  private HouseSystem() {}

  /**
   * Starts one.
   *
   * @param settings go before those of {@code auction-house.conf}
   */
  static ActorSystem start(Map<String, String> settings) {
    return ActorSystem.create(
        "auction-house",
        ConfigFactory.load(
            ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseResourcesAnySyntax("auction-house.conf"))));
  }

  static void stop(ActorSystem system) {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(CLOSING_MAX.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
