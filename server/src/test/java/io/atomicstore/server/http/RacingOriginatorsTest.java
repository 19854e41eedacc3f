package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.journal.rocksdb.VerificationReport;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.GetNodeStatusResponse;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import io.atomicstore.server.grpc.AdministeredNode;
import io.atomicstore.server.grpc.GrpcEdge;
import io.atomicstore.server.security.AccessControl;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Originators over gRPC, over WebSocket and by single requests, all on one scope. */
final class RacingOriginatorsTest {

  private static final String SCOPE = "lot";
  private static final int EVENTS_EACH = 40;
  private static final int ORIGINATORS_EACH = 3;

  @TempDir private Path directory;
  private HttpNode node;
  private GrpcEdge grpc;
  private ManagedChannel channel;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void start() throws IOException {
    node = new HttpNode(directory);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Duration second = Duration.ofSeconds(1);
    grpc =
        GrpcEdge.start(
            new GrpcEdge.Listener(
                new InetSocketAddress(loopback, 0), null, AccessControl.ofAnybody(), 100),
            new GrpcEdge.KeepAlive(second, second, second),
            new GrpcEdge.Services(
                node.parts().store(), node.calls(), new NotAdministered(), threads));
    channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, grpc.port()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    grpc.cutOff();
    node.close();
    threads.shutdownNow();
  }

  /** No administrator is about. */
  private record NotAdministered() implements AdministeredNode {

    @Override
    public CompletionStage<GetNodeStatusResponse> status() {
      throw new UnsupportedOperationException("nobody asks in this test");
    }

    @Override
    public BackupResponse backup(String name) {
      throw new UnsupportedOperationException("nobody asks in this test");
    }

    @Override
    public VerificationReport verify(LongConsumer progress) {
      throw new UnsupportedOperationException("nobody asks in this test");
    }
  }

  @Test
  void storesWhatEachOfThemSubmitsOnceAndInItsOrder() {
    List<CompletableFuture<?>> racing = new ArrayList<>();
    for (int i = 0; i < ORIGINATORS_EACH; i++) {
      String number = String.valueOf(i);
      racing.add(new GrpcRacer("grpc-" + number).run(channel));
      racing.add(CompletableFuture.runAsync(() -> raceOverWebSocket("socket-" + number), threads));
      racing.add(CompletableFuture.runAsync(() -> raceByRequests("request-" + number), threads));
    }
    HttpNode.get(CompletableFuture.allOf(racing.toArray(CompletableFuture[]::new)));

    Map<String, Integer> counts = new HashMap<>();
    HttpResponse<String> log =
        node.send(node.request("/scopes/lot/events").header("Accept", "application/x-ndjson"));
    log.body()
        .lines()
        .map(line -> HttpNode.json(line).get("data").asText().split("/", -1))
        .forEach(
            event -> {
              int expected = counts.merge(event[0], 1, Integer::sum);
              assertThat(event[1]).as(event[0]).isEqualTo(String.valueOf(expected));
            });

    assertThat(counts).hasSize(3 * ORIGINATORS_EACH);
    assertThat(counts.values()).allMatch(count -> count == EVENTS_EACH);
  }

  private static StoreIfValid.Builder event(String name, int number) {
    return StoreIfValid.newBuilder()
        .setScopeId(SCOPE)
        .setEventId(UUID.randomUUID().toString())
        .addHeaders(EventHeader.newBuilder().setContentType("text/plain"))
        .addEvents(ByteString.copyFromUtf8(name + "/" + number));
  }

  private static AtomicStoreMessage yes(ValidationRequest request) {
    return AtomicStoreMessage.newBuilder()
        .setValidationResponse(
            ValidationResponse.newBuilder()
                .setScopeId(request.getScopeId())
                .setToken(request.getToken())
                .setValidationDidPass(true))
        .build();
  }

  private void raceOverWebSocket(String name) {
    WebSocketOriginator originator = WebSocketOriginator.of(node);
    for (int number = 1; number <= EVENTS_EACH; number++) {
      originator.submit(event(name, number));
      AtomicStoreMessage message = originator.next();
      while (!message.hasResult()) {
        originator.send(yes(message.getValidationRequest()));
        message = originator.next();
      }
      assertThat(message.getResult().getWasAccepted()).isTrue();
    }
  }

  /** Tries again wherever others were quicker. */
  private void raceByRequests(String name) {
    String tag = "\"0\"";
    for (int number = 1; number <= EVENTS_EACH; ) {
      HttpResponse<String> response =
          node.send(
              node.request("/scopes/lot/events")
                  .header("If-Match", tag)
                  .header("Content-Type", "text/plain")
                  .POST(HttpRequest.BodyPublishers.ofString(name + "/" + number)));
      assertThat(response.statusCode()).isIn(201, 412);
      number += response.statusCode() == 201 ? 1 : 0;
      tag = response.headers().firstValue("ETag").orElseThrow();
    }
  }

  /** Submits its events one after the other, and says yes. */
  private static final class GrpcRacer implements StreamObserver<AtomicStoreMessage> {

    private final String name;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int stored;
    private @Nullable StreamObserver<AtomicStoreMessage> call;

    GrpcRacer(String name) {
      this.name = name;
    }

    CompletableFuture<Void> run(ManagedChannel channel) {
      call = AtomicStoreGrpc.newStub(channel).originate(this);
      submit();
      return end;
    }

    private void submit() {
      send(AtomicStoreMessage.newBuilder().setStoreIfValid(event(name, stored + 1)).build());
    }

    private void send(AtomicStoreMessage message) {
      Objects.requireNonNull(call).onNext(message);
    }

    @Override
    public void onNext(AtomicStoreMessage message) {
      if (message.hasValidationRequest()) {
        send(yes(message.getValidationRequest()));
      } else if (message.getResult().getWasAccepted()) {
        stored++;
        if (stored < EVENTS_EACH) {
          submit();
        } else {
          Objects.requireNonNull(call).onCompleted();
        }
      } else {
        end.completeExceptionally(new AssertionError("expected a yes, found " + message));
      }
    }

    @Override
    public void onError(Throwable cause) {
      end.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
