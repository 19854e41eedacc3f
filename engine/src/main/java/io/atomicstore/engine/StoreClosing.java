package io.atomicstore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;

/** Ends a store on this node. */
final class StoreClosing {

  private final StoreParts<?, ?> parts;
  private final AtomicStore.Closing closing;
  private final StoreOriginators<?, ?> originators;
  private volatile boolean hasBegun;

  StoreClosing(
      StoreParts<?, ?> parts, AtomicStore.Closing closing, StoreOriginators<?, ?> originators) {
    this.parts = parts;
    this.closing = closing;
    this.originators = originators;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /**
   * Ends the store, and blocks until it has ended.
   *
   * @throws IllegalStateException if it does not end in time
   */
  void close() {
    hasBegun = true;
    if (parts.system().getWhenTerminated().toCompletableFuture().isDone()) {
      return;
    }
    Duration patience = parts.settings().limits().validationTimeout().plus(StoreOriginators.GRACE);
    try {
      if (closing == AtomicStore.Closing.RECEPTIONIST) {
        await(
            List.of(Patterns.gracefulStop(parts.receptionist(), patience, new Receptionist.Stop())),
            patience);
      }
    } finally {
      List<CompletionStage<Boolean>> stopped = new ArrayList<>();
      for (ActorRef actor : originators.actors()) {
        stopped.add(Patterns.gracefulStop(actor, patience));
      }
      await(stopped, patience);
    }
  }

  private void await(List<CompletionStage<Boolean>> stopped, Duration patience) {
    String name = parts.settings().name();
    try {
      CompletableFuture.allOf(
              stopped.stream()
                  .map(CompletionStage::toCompletableFuture)
                  .toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException | TimeoutException e) {
      throw new IllegalStateException("store '" + name + "' has not ended within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while store '" + name + "' ended", e);
    }
  }
}
