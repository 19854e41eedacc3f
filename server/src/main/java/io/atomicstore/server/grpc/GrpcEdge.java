package io.atomicstore.server.grpc;

import io.atomicstore.engine.AtomicStore;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.ServerTls;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The port for originators and readers over gRPC: the store, its administration, and gRPC's own
 * services for health and reflection. Calls run on the transport's threads, and never block.
 */
public final class GrpcEdge {

  /**
   * Where it listens, and to whom.
   *
   * @param tls null is no TLS
   */
  public record Listener(
      InetSocketAddress address,
      @Nullable ServerTls tls,
      AccessControl accessControl,
      int connectionsMax) {}

  /**
   * How dead connections are noticed: by pings of HTTP/2.
   *
   * @param interval of silence before a ping; gRPC takes less than 10 s for 10 s
   * @param timeout how long its answer may take
   * @param permittedIntervalMin between pings of a peer; one that is quicker is cut off
   */
  public record KeepAlive(Duration interval, Duration timeout, Duration permittedIntervalMin) {}

  /**
   * What it serves.
   *
   * @param blocking runs what blocks
   */
  public record Services(
      AtomicStore<Event, String> store,
      OriginateCalls originateCalls,
      AdministeredNode node,
      Executor blocking) {}

  private final Server server;
  private final AtomicStoreService service;
  private final HealthStatusManager health;
  private final int port;

  private GrpcEdge(Server server, AtomicStoreService service, HealthStatusManager health) {
    this.server = server;
    this.service = service;
    this.port = server.getPort();
    this.health = health;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if it can't, for example because the port is taken
   */
  public static GrpcEdge start(Listener listener, KeepAlive keepAlive, Services services)
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    AtomicStoreService service =
        new AtomicStoreService(services.store(), services.originateCalls());
    ConnectionBound bound = new ConnectionBound(listener.connectionsMax());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(listener.address())
            .directExecutor()
            .maxInboundMessageSize(services.originateCalls().limits().messageBytesMax())
            .handshakeTimeout(
                keepAlive.interval().plus(keepAlive.timeout()).toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTime(keepAlive.interval().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(keepAlive.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(keepAlive.permittedIntervalMin().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addTransportFilter(bound)
            // The last one is asked first.
            .intercept(new AccessInterceptor(listener.accessControl()))
            .intercept(bound)
            .addService(MessageCheck.of(service))
            .addService(
                MessageCheck.of(new AdministrationService(services.node(), services.blocking())))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    if (listener.tls() != null) {
      builder.sslContext(listener.tls().grpcContext());
    }
    health.setStatus(AtomicStoreGrpc.SERVICE_NAME, ServingStatus.SERVING);
    return new GrpcEdge(builder.build().start(), service, health);
  }

  /** The port that it listens on, or has listened on. */
  public int port() {
    return port;
  }

  /** Says that it is not well, so that nobody new comes; takes no new connections. */
  public void beginToStop() {
    health.enterTerminalState();
    server.shutdown();
    service.stop();
  }

  /** Waits until all calls have ended, for that long at most; returns whether they have. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return server.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends all calls that have not ended. */
  public void cutOff() throws InterruptedException {
    server.shutdownNow();
    server.awaitTermination();
  }
}
