package io.atomicstore.server.conversation;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.grpc.Status;

/**
 * The other end of a stream of the conversation. One that does not take its messages fast enough is
 * cut off, so that what waits for it is bounded. Usable from any thread.
 */
public interface Peer {

  /** Bytes of one message of it, at most. */
  int messageBytesMax();

  /**
   * Sends a message, unless the stream has ended.
   *
   * @return false if the peer was cut off just now, because it does not take its messages
   */
  boolean send(AtomicStoreMessage message);

  /** Ends the stream well; what was sent before arrives. */
  void complete();

  /** Ends the stream because of a fault; what was sent before may not arrive. */
  void fail(Status status);

  /** The other end has ended the stream. */
  void gone();
}
