package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Hello;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the conversation at the test's server. Equal to none but itself. Owned by the
 * server's one thread.
 */
final class TestPeer {

  private final ServerCallStreamObserver<AtomicStoreMessage> call;
  private final Predicate<AtomicStoreMessage> isSent;
  private final @Nullable TestPeer delegating;
  private Hello hello = Hello.getDefaultInstance();
  private boolean isGone;

  private TestPeer(
      ServerCallStreamObserver<AtomicStoreMessage> call,
      Predicate<AtomicStoreMessage> isSent,
      boolean hasDelegating) {
    this.call = call;
    this.isSent = isSent;
    this.delegating = hasDelegating ? new TestPeer(call, isSent, false) : null;
  }

  /**
   * @param isSent tells of each message whether it is sent
   */
  TestPeer(
      ServerCallStreamObserver<AtomicStoreMessage> call, Predicate<AtomicStoreMessage> isSent) {
    this(call, isSent, true);
  }

  /** The same stream as the originator of events that it does not validate. */
  TestPeer delegating() {
    return delegating == null ? this : delegating;
  }

  boolean isDelegating() {
    return delegating == null;
  }

  void hello(Hello newHello) {
    hello = newHello;
  }

  Hello hello() {
    return hello;
  }

  boolean keepsShownEvents() {
    return hello.getKeepsShownEvents();
  }

  void send(AtomicStoreMessage message) {
    if (!isGone && !call.isCancelled() && isSent.test(message) && !isGone) {
      call.onNext(message);
    }
  }

  void sendDirectly(AtomicStoreMessage message) {
    if (!isGone && !call.isCancelled()) {
      call.onNext(message);
    }
  }

  boolean isGone() {
    return isGone;
  }

  void gone() {
    isGone = true;
    if (delegating != null) {
      delegating.gone();
    }
  }

  /** Ends the stream. */
  void fail(Status status) {
    if (!isGone) {
      gone();
      call.onError(status.asRuntimeException());
    }
  }

  /** Ends the stream in good order. */
  void complete() {
    if (!isGone) {
      gone();
      call.onCompleted();
    }
  }
}
