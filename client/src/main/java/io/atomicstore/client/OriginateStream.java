package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream of the conversation, from its beginning until it breaks. What is sent waits here while
 * the transport takes nothing; that it is not too much is for others to see to. Messages come on
 * the transport's thread.
 */
final class OriginateStream
    implements ClientResponseObserver<AtomicStoreMessage, AtomicStoreMessage> {

  /** Hears what comes, on the transport's thread, which it must not block. */
  interface Listener {

    /** Throws {@link IllegalArgumentException} if the message can't be right. */
    void onMessage(OriginateStream stream, AtomicStoreMessage message);

    /** It is over. Nothing comes any more; this comes once. */
    void onLost(OriginateStream stream, Status status);
  }

  private final Listener listener;
  private final LongSupplier nanoClock;
  private final ConcurrentLinkedQueue<AtomicStoreMessage> outbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger drains = new AtomicInteger();
  private final AtomicBoolean isLost = new AtomicBoolean();
  private volatile @Nullable ClientCallStreamObserver<AtomicStoreMessage> call;
  private volatile @Nullable Status ending;
  private volatile long heardAtNanos;
  private volatile long sentAtNanos;

  // Owned by whoever hands over.
  private boolean isCancelled;

  OriginateStream(Listener listener, LongSupplier nanoClock) {
    this.listener = listener;
    this.nanoClock = nanoClock;
    this.heardAtNanos = nanoClock.getAsLong();
    this.sentAtNanos = heardAtNanos;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<AtomicStoreMessage> newCall) {
    newCall.setOnReadyHandler(this::drain);
    call = newCall;
  }

  /** Sends a message, unless the stream is over. Usable from any thread; does not block. */
  void send(AtomicStoreMessage message) {
    if (!isLost.get()) {
      outbox.add(message);
      drain();
    }
  }

  /** Hands over what waits, one thread at a time, as long as the transport takes it. */
  private void drain() {
    ClientCallStreamObserver<AtomicStoreMessage> current = call;
    if (current == null || drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      handOver(current);
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private void handOver(ClientCallStreamObserver<AtomicStoreMessage> current) {
    while (!isLost.get() && current.isReady()) {
      AtomicStoreMessage message = outbox.poll();
      if (message == null) {
        break;
      }
      sentAtNanos = nanoClock.getAsLong();
      current.onNext(message);
    }
    Status cancelling = ending;
    if (cancelling != null && !isCancelled) {
      isCancelled = true;
      current.cancel(cancelling.getDescription(), cancelling.getCause());
    }
  }

  @Override
  public void onNext(AtomicStoreMessage message) {
    heardAtNanos = nanoClock.getAsLong();
    if (isLost.get()) {
      return;
    }
    try {
      listener.onMessage(this, message);
    } catch (IllegalArgumentException e) {
      // Nothing that came before it, and nothing that comes behind it, can be relied on.
      end(
          Status.INTERNAL
              .withDescription("the server sent " + message.getTypeCase() + ": " + e.getMessage())
              .withCause(e));
    }
  }

  @Override
  public void onError(Throwable failure) {
    lost(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    lost(Status.UNAVAILABLE.withDescription("the server has ended the stream"));
  }

  /** Ends the stream from this side. */
  void end(Status status) {
    ending = status;
    lost(status);
    drain();
  }

  private void lost(Status status) {
    if (!isLost.getAndSet(true)) {
      outbox.clear();
      listener.onLost(this, status);
    }
  }

  boolean isLost() {
    return isLost.get();
  }

  long silentNanos(long nowNanos) {
    return nowNanos - heardAtNanos;
  }

  /** How long nothing was sent. */
  long idleNanos(long nowNanos) {
    return nowNanos - sentAtNanos;
  }
}
