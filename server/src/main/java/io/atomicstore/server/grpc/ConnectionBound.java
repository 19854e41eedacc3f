package io.atomicstore.server.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves so many connections at a time. One more is told so at its first call; gRPC has no way to
 * turn it away before.
 */
final class ConnectionBound extends ServerTransportFilter implements ServerInterceptor {

  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionBound.class);

  private static final Attributes.Key<Boolean> IS_OVER = Attributes.Key.create("is over the bound");

  private final int max;
  private final AtomicInteger connections = new AtomicInteger();

  ConnectionBound(int max) {
    this.max = max;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    if (connections.incrementAndGet() <= max) {
      return attributes;
    }
    LOGGER.warn(
        "{} connections, more than connections-max, {}: calls from {} are refused",
        connections.get(),
        max,
        attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    return attributes.toBuilder().set(IS_OVER, true).build();
  }

  @Override
  public void transportTerminated(Attributes attributes) {
    connections.decrementAndGet();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Boolean.TRUE.equals(call.getAttributes().get(IS_OVER))) {
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "expected at most " + max + " connections at a time, found more"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }
}
