package io.atomicstore.server.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.AtomicStoreMessage.TypeCase;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.conversation.Peer;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other end of a conversation over WebSocket. */
final class WebSocketPeer implements Peer {

  private static final Logger LOGGER = LoggerFactory.getLogger(WebSocketPeer.class);

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();

  /** About what a message takes in the queue beside its own bytes. */
  private static final int OVERHEAD_BYTES = 100;

  /** Ends the stream behind what waits. */
  private static final AtomicStoreMessage END = AtomicStoreMessage.getDefaultInstance();

  private final EdgeLimits limits;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final BoundedSourceQueue<AtomicStoreMessage> queue;
  private final UniqueKillSwitch dropping;
  private final Source<Message, NotUsed> messages;
  private final CompletableFuture<Closing> closing = new CompletableFuture<>();

  WebSocketPeer(EdgeLimits limits, Materializer materializer) {
    this.limits = limits;
    Pair<Pair<BoundedSourceQueue<AtomicStoreMessage>, UniqueKillSwitch>, Source<Message, NotUsed>>
        outgoing =
            Source.<AtomicStoreMessage>queue(limits.queuedBytesMax() / OVERHEAD_BYTES + 1)
                .viaMat(KillSwitches.single(), Keep.both())
                .takeWhile(message -> message.getTypeCase() != TypeCase.TYPE_NOT_SET)
                .map(this::written)
                .onErrorComplete()
                .preMaterialize(materializer);
    this.queue = outgoing.first().first();
    this.dropping = outgoing.first().second();
    this.messages = outgoing.second();
  }

  /** What is sent, to be run once. */
  Source<Message, NotUsed> messages() {
    return messages;
  }

  private Message written(AtomicStoreMessage message) {
    queuedBytes.addAndGet(-bytes(message));
    try {
      return TextMessage.create(PRINTER.print(message));
    } catch (InvalidProtocolBufferException e) {
      LOGGER.error("a message has no form in JSON: {}", message.getTypeCase(), e);
      closing.complete(Closing.fault());
      throw new IllegalStateException(e);
    }
  }

  private static long bytes(AtomicStoreMessage message) {
    return (long) OVERHEAD_BYTES + message.getSerializedSize();
  }

  /** Why the node closes the WebSocket, as soon as it does. */
  CompletionStage<Closing> whenClosing() {
    return closing;
  }

  /** Null as long as the node does not close the WebSocket. */
  @Nullable Closing closing() {
    return closing.getNow(null);
  }

  @Override
  public int messageBytesMax() {
    return limits.jsonBytesMax();
  }

  @Override
  public boolean send(AtomicStoreMessage message) {
    long waiting = queuedBytes.addAndGet(bytes(message));
    if (waiting <= limits.queuedBytesMax()) {
      // A queue that has ended takes nothing more, and nothing more is wanted.
      queue.offer(message);
      return true;
    }
    boolean isClosingAlready = closing.isDone();
    fail(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "expected the peer to take its messages, found "
                + waiting
                + " bytes that wait for it"));
    return isClosingAlready;
  }

  @Override
  public void complete() {
    closing.complete(Closing.stopping());
    queue.offer(END);
  }

  @Override
  public void fail(Status status) {
    fail(Closing.of(status));
  }

  /** Ends the stream; what waits for the peer it does not get. */
  void fail(Closing reason) {
    closing.complete(reason);
    dropping.shutdown();
  }

  @Override
  public void gone() {
    dropping.shutdown();
  }
}
