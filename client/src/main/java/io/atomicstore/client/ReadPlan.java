package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/**
 * What one reader reads, and how far it has come. One thread at a time uses an instance.
 *
 * @param <M> the messages that the server shows it in
 * @param <T> what the reader gets
 */
interface ReadPlan<M, T> {

  /** Begins to read behind what was taken last. */
  void call(AtomicStoreGrpc.AtomicStoreStub stub, StreamObserver<M> observer);

  /**
   * Takes what the message shows.
   *
   * @param items gets it, one by one, as far as it can be read
   * @throws UnreadableException if the application's format can't read it
   * @throws ProtocolException if the message does not go on behind what was taken last
   */
  void take(M message, Consumer<T> items);

  /** Whether nothing follows what was taken. */
  boolean isComplete();

  /** Whether nothing follows if the server ends the call in good order. */
  boolean isCompleteWithCall();

  /** Whether it waits for what is to come, for as long as it takes. */
  boolean isFollowing();
}
