package io.atomicstore.examples.nodejs;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.Welcome;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A store that says more than today's protocol has words for: fields, a message of another type,
 * and another outcome for the first submission. It accepts all others.
 */
final class NewerStore extends AtomicStoreGrpc.AtomicStoreImplBase implements AutoCloseable {

  private static final UnknownFieldSet NEW_FIELD =
      UnknownFieldSet.newBuilder()
          .addField(
              999,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8("of a newer store"))
                  .build())
          .build();

  private final List<String> submittedIds = new CopyOnWriteArrayList<>();
  private final Server server;

  NewerStore() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The event ids that came, in order. */
  List<String> submittedIds() {
    return submittedIds;
  }

  @Override
  public StreamObserver<AtomicStoreMessage> originate(StreamObserver<AtomicStoreMessage> peer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(AtomicStoreMessage message) {
        if (message.hasHello()) {
          peer.onNext(
              AtomicStoreMessage.newBuilder()
                  .setWelcome(Welcome.newBuilder().setUnknownFields(NEW_FIELD))
                  .build());
        } else if (message.hasStoreIfValid()) {
          peer.onNext(AtomicStoreMessage.newBuilder().setUnknownFields(NEW_FIELD).build());
          peer.onNext(
              AtomicStoreMessage.newBuilder().setResult(answer(message.getStoreIfValid())).build());
        }
      }

      @Override
      public void onError(Throwable cause) {
        // The program has ended.
      }

      @Override
      public void onCompleted() {
        peer.onCompleted();
      }
    };
  }

  private Result answer(StoreIfValid submission) {
    submittedIds.add(submission.getEventId());
    Result.Builder answer =
        Result.newBuilder()
            .setScopeId(submission.getScopeId())
            .setEventId(submission.getEventId())
            .setUnknownFields(NEW_FIELD);
    return submittedIds.size() == 1
        ? answer.build()
        : answer
            .setWasAccepted(true)
            .setAccepted(Result.Accepted.newBuilder().setSequenceNr(1).setUnknownFields(NEW_FIELD))
            .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
