package io.atomicstore.client;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One call that shows messages, of which it fetches few ahead. They come on any thread. */
final class ReadCall<M> implements ClientResponseObserver<Object, M> {

  /** One is being read while the other is on its way. */
  private static final int MESSAGES_AHEAD = 2;

  private final Runnable onChange;
  private final ConcurrentLinkedQueue<M> messages = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Status status;
  private volatile @Nullable ClientCallStreamObserver<?> call;

  /**
   * @param onChange run whenever there is something new to look at; must not block
   */
  ReadCall(Runnable onChange) {
    this.onChange = onChange;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Object> newCall) {
    newCall.disableAutoRequestWithInitial(MESSAGES_AHEAD);
    call = newCall;
  }

  @Override
  public void onNext(M message) {
    messages.add(message);
    onChange.run();
  }

  @Override
  public void onError(Throwable failure) {
    status = Status.fromThrowable(failure);
    onChange.run();
  }

  @Override
  public void onCompleted() {
    status = Status.OK;
    onChange.run();
  }

  /** The next message; null if none has come. */
  @Nullable M poll() {
    return messages.poll();
  }

  boolean hasMore() {
    return !messages.isEmpty();
  }

  /** A message was taken: another one may come. */
  void taken() {
    ClientCallStreamObserver<?> current = call;
    if (current != null) {
      current.request(1);
    }
  }

  /** How the call has ended; null while it has not. */
  @Nullable Status endedWith() {
    return status;
  }

  void cancel() {
    ClientCallStreamObserver<?> current = call;
    if (current != null) {
      current.cancel("the reader has stopped", null);
    }
  }
}
