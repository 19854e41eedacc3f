package io.atomicstore.server.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher has to whoever called, one message at a time, as fast as the transport
 * takes them: a slow reader holds back the publisher.
 */
final class StreamedResponse<T> implements Flow.Subscriber<T> {

  private final ServerCallStreamObserver<T> call;
  private final Consumer<StreamedResponse<T>> onEnd;

  // Guarded by this.
  private Flow.@Nullable Subscription subscription;
  private boolean isRequested;
  private boolean hasEnded;

  /**
   * Must be made before the call's service method returns.
   *
   * @param onEnd is told when the call has ended
   */
  StreamedResponse(ServerCallStreamObserver<T> call, Consumer<StreamedResponse<T>> onEnd) {
    this.call = call;
    this.onEnd = onEnd;
    call.setOnReadyHandler(this::requestIfReady);
    call.setOnCancelHandler(this::cancel);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    Objects.requireNonNull(newSubscription, "subscription");
    if (hasEnded || subscription != null) {
      newSubscription.cancel();
      return;
    }
    subscription = newSubscription;
    requestIfReady();
  }

  private synchronized void requestIfReady() {
    if (subscription != null && !isRequested && !hasEnded && call.isReady()) {
      isRequested = true;
      subscription.request(1);
    }
  }

  @Override
  public synchronized void onNext(T message) {
    isRequested = false;
    if (!hasEnded) {
      call.onNext(message);
      requestIfReady();
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    if (!hasEnded) {
      hasEnded = true;
      onEnd.accept(this);
      call.onError(new StatusRuntimeException(Statuses.of(cause)));
    }
  }

  @Override
  public synchronized void onComplete() {
    if (!hasEnded) {
      hasEnded = true;
      onEnd.accept(this);
      call.onCompleted();
    }
  }

  private synchronized void cancel() {
    if (!hasEnded) {
      hasEnded = true;
      if (subscription != null) {
        subscription.cancel();
      }
      onEnd.accept(this);
    }
  }

  /** Ends the call from this side, unless it has ended; the reader may go on elsewhere. */
  synchronized void end(Status status) {
    if (!hasEnded) {
      cancel();
      call.onError(new StatusRuntimeException(status));
    }
  }
}
