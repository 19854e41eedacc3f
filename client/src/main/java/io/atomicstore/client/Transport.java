package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one connection of a client. */
final class Transport {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int CLOSING_SECONDS = 5;

  private final String address;
  private final ManagedChannel channel;
  private final Supplier<String> token;

  Transport(String address, ManagedChannel channel, Supplier<String> token) {
    this.address = address;
    this.channel = channel;
    this.token = token;
  }

  /** Calls that carry the token; asks the application for it. */
  AtomicStoreGrpc.AtomicStoreStub stub() {
    return AtomicStoreGrpc.newStub(channel).withInterceptors(authorization());
  }

  private ClientInterceptor authorization() {
    Metadata headers = new Metadata();
    String bearer = token.get();
    if (!bearer.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + bearer);
    }
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** The next call connects at once, however long ago the last attempt failed. */
  void connectAtOnce() {
    channel.resetConnectBackoff();
  }

  /** The connection is dead: the next call makes a new one. */
  void connectAnew() {
    channel.enterIdle();
  }

  /** Ends the connection, with what is still open on it. Blocks for some seconds at most. */
  void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The address of the server. */
  @Override
  public String toString() {
    return address;
  }
}
