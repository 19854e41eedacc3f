package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** A server as a node has it, on loopback, as seen by a peer that only wants to get through. */
final class Edge implements AutoCloseable {

  private static final byte[] HTTP_2 =
      // What every client of HTTP/2 begins with, and empty settings.
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(US_ASCII);
  private static final byte[] HTTP_1 =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);

  private final int port;
  private final String protocol;
  private final byte[] request;
  private final Runnable stop;

  private Edge(int port, String protocol, byte[] request, Runnable stop) {
    this.port = port;
    this.protocol = protocol;
    this.request = request;
    this.stop = stop;
  }

  /** The edge of that name, "gRPC" or "HTTP". */
  static Edge start(String name, ServerTls tls, ActorSystem system) {
    return name.equals("gRPC") ? grpc(tls) : http(tls, system);
  }

  private static Edge grpc(ServerTls tls) {
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sslContext(tls.grpcContext())
              .directExecutor()
              .addService(new HealthStatusManager().getHealthService())
              .build()
              .start();
      return new Edge(server.getPort(), "h2", HTTP_2, server::shutdownNow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Edge http(ServerTls tls, ActorSystem system) {
    ServerBinding binding =
        await(
            Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .enableHttps(ConnectionContext.httpsServer(tls.engines()::get))
                .bindSync(request -> HttpResponse.create().withStatus(204)));
    return new Edge(
        binding.localAddress().getPort(), "http/1.1", HTTP_1, () -> await(binding.unbind()));
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  /** What a peer names as the protocol it wants. */
  String protocol() {
    return protocol;
  }

  /** What a peer sends to get an answer of at least one byte. */
  byte[] request() {
    return request.clone();
  }

  @Override
  public void close() {
    stop.run();
  }
}
