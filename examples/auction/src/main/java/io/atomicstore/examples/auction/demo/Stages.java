package io.atomicstore.examples.auction.demo;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for stages in the one thread that may block: the command line's own. */
final class Stages {

  private Stages() {}

  /** The stage's value; what made the stage fail is thrown as it is, if it is unchecked. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw e;
    }
  }
}
