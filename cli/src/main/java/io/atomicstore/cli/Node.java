package io.atomicstore.cli;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.EventIds;
import io.atomicstore.protocol.AdministrationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node that can be reached. One thread owns an instance. */
final class Node implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final NodeAccess access;
  private final ManagedChannel channel;
  private @Nullable AtomicStoreClient client;

  private Node(NodeAccess access, ManagedChannel channel) {
    this.access = access;
    this.channel = channel;
  }

  /**
   * Connects, and sees that a node answers: a client would try again and again, and say nothing.
   *
   * @throws FailedException if none answers
   */
  static Node connect(NodeAccess access) {
    ManagedChannel channel;
    try {
      var unused = AtomicStoreClient.builder(access.address());
      channel = access.channel();
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.BAD_USAGE, "--address: " + e.getMessage(), e);
    }
    Node node = new Node(access, channel);
    try {
      node.greet();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void greet() {
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(access.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();
      if (status != ServingStatus.SERVING) {
        throw new FailedException(
            ExitCode.UNAVAILABLE, "the node at " + address() + " does not serve: it is " + status);
      }
    } catch (StatusRuntimeException e) {
      throw new FailedException(
          ExitCode.CANNOT_CONNECT,
          "expected a node at " + address() + ", found none: " + why(e.getStatus()),
          e);
    }
  }

  private String why(Status status) {
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer within " + access.timeout().toMillis() + " ms";
    }
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null || cause.getMessage() == null
        ? String.valueOf(status.getDescription())
        : cause.getMessage();
  }

  String address() {
    return access.address();
  }

  Duration timeout() {
    return access.timeout();
  }

  /** The one client of this run. */
  AtomicStoreClient client() {
    AtomicStoreClient started = client;
    if (started == null) {
      started = clientBuilder().start();
      client = started;
    }
    return started;
  }

  AtomicStoreClientBuilder clientBuilder() {
    return access.client();
  }

  /**
   * Sees that events may be stored in a scope: the results of submissions do not tell a token that
   * is no good from a node that does not answer.
   *
   * @throws io.atomicstore.client.RequestRefusedException if they may not
   */
  void checkOriginates(ScopeId scopeId) {
    var unused =
        client().result(RawEvents.FORMATS, scopeId, EventIds.next()).toCompletableFuture().join();
  }

  /** Administration of the node, with the token. */
  AdministrationGrpc.AdministrationBlockingStub administration() {
    Metadata headers = new Metadata();
    if (!access.token().isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + access.token());
    }
    return AdministrationGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    channel.shutdownNow();
  }
}
