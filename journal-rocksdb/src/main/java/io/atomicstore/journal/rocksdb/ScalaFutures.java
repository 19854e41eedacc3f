package io.atomicstore.journal.rocksdb;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.dispatch.Futures;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/** Stages as the futures that Pekko's plugins return, failing with the very error that occurred. */
final class ScalaFutures {

  private ScalaFutures() {}

  static <T> Future<T> of(CompletionStage<T> stage) {
    Promise<T> promise = Futures.promise();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.success(value);
          } else {
            promise.failure(unwrapped(failure));
          }
        });
    return promise.future();
  }

  // A stage that depends on another wraps its error; actors tell errors apart by their type.
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
