package io.atomicstore.server.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers calls that have one answer. */
final class Answers {

  private Answers() {}

  /**
   * Answers when the answer is there.
   *
   * @param question what throws ends the call, as what the stage fails with
   */
  static <T> void give(StreamObserver<T> responses, Supplier<CompletionStage<T>> question) {
    CompletionStage<T> answer;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      responses.onError(new StatusRuntimeException(Statuses.of(e)));
      return;
    }
    answer.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            responses.onNext(value);
            responses.onCompleted();
          } else {
            responses.onError(new StatusRuntimeException(Statuses.of(failure)));
          }
        });
  }
}
