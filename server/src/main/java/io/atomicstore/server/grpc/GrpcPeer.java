package io.atomicstore.server.grpc;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.conversation.Peer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The other end of a stream of gRPC. What the transport does not take at once waits here, and not
 * in the transport, which would keep it even for a peer that is cut off.
 */
final class GrpcPeer implements Peer {

  private final ServerCallStreamObserver<AtomicStoreMessage> call;
  private final EdgeLimits limits;

  // Guarded by this.
  private final Queue<AtomicStoreMessage> queue = new ArrayDeque<>(0);
  private long queuedBytes;
  private boolean isCompleting;
  private boolean isClosed;

  /** Must be made before the call's service method returns. */
  GrpcPeer(ServerCallStreamObserver<AtomicStoreMessage> call, EdgeLimits limits) {
    this.call = call;
    this.limits = limits;
    call.setOnReadyHandler(this::onReady);
  }

  @Override
  public int messageBytesMax() {
    return limits.messageBytesMax();
  }

  private synchronized void onReady() {
    while (!isClosed && !queue.isEmpty() && call.isReady()) {
      AtomicStoreMessage message = queue.remove();
      queuedBytes -= message.getSerializedSize();
      call.onNext(message);
    }
    completeIfSent();
  }

  @Override
  public synchronized boolean send(AtomicStoreMessage message) {
    if (isClosed || isCompleting || call.isCancelled()) {
      return true;
    }
    if (queue.isEmpty() && call.isReady()) {
      call.onNext(message);
      return true;
    }
    queue.add(message);
    queuedBytes += message.getSerializedSize();
    boolean isTooMuch = queuedBytes > limits.queuedBytesMax();
    if (isTooMuch) {
      fail(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "expected the peer to take its messages, found "
                  + queuedBytes
                  + " bytes that wait for it"));
    }
    return !isTooMuch;
  }

  @Override
  public synchronized void complete() {
    isCompleting = true;
    completeIfSent();
  }

  private void completeIfSent() {
    if (isCompleting && queue.isEmpty() && close()) {
      call.onCompleted();
    }
  }

  @Override
  public synchronized void fail(Status status) {
    if (close()) {
      call.onError(new StatusRuntimeException(status));
    }
  }

  @Override
  public synchronized void gone() {
    close();
  }

  /** Returns whether the other end is to be told: it has not ended the stream, nor has this one. */
  private boolean close() {
    boolean isToBeTold = !isClosed && !call.isCancelled();
    isClosed = true;
    queue.clear();
    return isToBeTold;
  }
}
