package io.atomicstore.server.http;

import static io.atomicstore.server.http.WebSocketOriginator.event;
import static io.atomicstore.server.http.WebSocketOriginator.no;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomicstore.protocol.ValidationRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoppingTest {

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    node = new HttpNode(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void answersWhatIsUnderWayAndTakesNothingMore() {
    WebSocketOriginator holder = WebSocketOriginator.of(node);
    holder.submit(event("lot", "held"));
    ValidationRequest request = holder.request();
    CompletableFuture<HttpResponse<String>> waiting =
        node.client()
            .sendAsync(
                node.post("/scopes/lot/events", "{}")
                    .header("If-Match", "\"0\"")
                    .header("Idempotency-Key", "01983a3e-7d10-7cc3-98c4-dc0c0c07398f")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    await()
        .atMost(HttpNode.PATIENCE)
        .until(
            () ->
                node.get("/scopes/lot/results/01983a3e-7d10-7cc3-98c4-dc0c0c07398f").statusCode()
                    == 200);

    CompletionStage<Void> stopped = node.edge().stop(Duration.ofSeconds(15));
    assertThat(holder.next().hasStopping()).isTrue();
    holder.respond(no(request, "over"));

    assertThat(HttpNode.get(waiting).statusCode()).isEqualTo(201);
    assertThat(HttpNode.get(waiting).headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(holder.result().getReason()).isEqualTo("over");
    assertThat(holder.end().code()).isEqualTo(1001);
    HttpNode.get(stopped);
    assertThatThrownBy(() -> node.get("/healthz")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void sendsALongAnswerToItsEnd() throws IOException {
    BulkStore.store(node, "lot", 20_000);
    try (RawConnection reader = new RawConnection(node)) {
      reader.head(
          "GET /scopes/lot/events HTTP/1.1", "Host: localhost", "Accept: application/x-ndjson");
      assertThat(reader.read(100)).startsWith("HTTP/1.1 200 OK");

      CompletionStage<Void> stopped = node.edge().stop(Duration.ofSeconds(15));

      assertThat(reader.rest()).contains("\"sequenceNr\":20000,").endsWith("\r\n0\r\n\r\n");
      HttpNode.get(stopped);
    }
  }

  @Test
  void refusesRequestsOnConnectionsThatAreOpenStill() throws IOException {
    BulkStore.store(node, "lot", 20_000);
    try (RawConnection reader = new RawConnection(node);
        RawConnection idle = new RawConnection(node)) {
      reader.head(
          "GET /scopes/lot/events HTTP/1.1", "Host: localhost", "Accept: application/x-ndjson");
      assertThat(reader.read(100)).startsWith("HTTP/1.1 200 OK");
      assertThat(idle.head("GET /healthz HTTP/1.1", "Host: localhost").statusLine())
          .isEqualTo("HTTP/1.1 200 OK");

      CompletionStage<Void> stopped = node.edge().stop(Duration.ofSeconds(15));
      idle.head("GET /healthz HTTP/1.1", "Host: localhost", "Connection: close");

      assertThat(idle.rest()).contains("HTTP/1.1 503 ").contains("the node is stopping");
      assertThat(reader.rest()).contains("\"sequenceNr\":20000,");
      HttpNode.get(stopped);
    }
  }

  @Test
  void tellsWhoIsConnectedThatItStops() throws IOException {
    WebSocketOriginator holder = WebSocketOriginator.of(node);
    holder.submit(event("lot", "held"));
    holder.request();
    try (RawConnection connection = new RawConnection(node)) {
      connection.head("GET /events HTTP/1.1", "Host: localhost");
      assertThat(connection.statusLine()).isEqualTo("HTTP/1.1 200 OK");

      CompletionStage<Void> stopped = node.edge().stop(Duration.ofSeconds(2));

      connection.awaitEnd();
      HttpNode.get(stopped);
    }
  }

  @Test
  void isNotReadyWhileItStops() {
    NodeResources resources = new NodeResources(node.parts().store(), () -> true);

    assertThatThrownBy(
            () ->
                resources.routes().stream()
                    .filter(route -> route.template().equals("/readyz"))
                    .findFirst()
                    .orElseThrow()
                    .handler()
                    .answer(new Call(HttpRequest.create(), Map.of(), Map.of(), null)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure -> assertThat(failure.problem().type()).isEqualTo(ProblemType.UNAVAILABLE));
  }

  @Test
  void stopsWithoutAGrace() throws IOException {
    WebSocketOriginator holder = WebSocketOriginator.of(node);
    holder.submit(event("lot", "held"));
    holder.request();
    try (RawConnection idle = new RawConnection(node)) {
      assertThat(idle.head("GET /healthz HTTP/1.1", "Host: localhost").statusLine())
          .isEqualTo("HTTP/1.1 200 OK");

      HttpNode.get(node.edge().stop(Duration.ZERO));

      idle.awaitEnd();
      assertThat(holder.end().code()).isEqualTo(1001);
      await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 0);
    }
  }

  @Test
  void mayBeStoppedTwice() {
    HttpNode.get(node.edge().stop(Duration.ofSeconds(1)));
    HttpNode.get(node.edge().stop(Duration.ofSeconds(1)));

    assertThat(node.calls().size()).isZero();
  }
}
