package io.atomicstore.server.grpc;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.protocol.AdministrationGrpc;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.GetNodeStatusRequest;
import io.atomicstore.server.AtomicStoreServer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node on ports of the loopback interface, and connections to it. */
final class NodeUnderTest implements AutoCloseable {

  private final AtomicStoreServer server;
  private final List<ManagedChannel> channels = new ArrayList<>();

  /**
   * Starts a node whose validations time out after a minute.
   *
   * @param settings more of {@code atomic-store.server}, a line each
   */
  NodeUnderTest(Path directory, String... settings) {
    Config server =
        ConfigFactory.parseString(
                "grpc.port = 0\nhttp.port = 0\nconversations.validation-timeout = 1m\n"
                    + String.join("\n", settings))
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "data-directory", directory.resolve("data").toString(),
                        "backup-directory", directory.resolve("backups").toString())));
    try {
      this.server = AtomicStoreServer.start(server.atPath("atomic-store.server"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.grpcPort();
  }

  /** A new connection. */
  ManagedChannel connect() {
    return connect("");
  }

  /** A new connection by way of another port of the loopback interface. */
  ManagedChannel connectAt(int port) {
    return connect(port, new Metadata());
  }

  /** A new connection of a holder of that token; empty is of none. */
  ManagedChannel connect(String token) {
    Metadata headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return connect(server.grpcPort(), headers);
  }

  private ManagedChannel connect(int port, Metadata headers) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    channels.add(channel);
    return channel;
  }

  RawOriginator originator() {
    return new RawOriginator(connect());
  }

  AtomicStoreGrpc.AtomicStoreBlockingStub blocking() {
    return AtomicStoreGrpc.newBlockingStub(connect());
  }

  AdministrationGrpc.AdministrationBlockingStub administration(String token) {
    return AdministrationGrpc.newBlockingStub(connect(token));
  }

  int openStreams() {
    return administration("")
        .getNodeStatus(GetNodeStatusRequest.getDefaultInstance())
        .getOpenStreamCount();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
  }

  /** Stops the node as its operator would; connections end when the node ends them. */
  void stop() {
    server.close();
  }
}
