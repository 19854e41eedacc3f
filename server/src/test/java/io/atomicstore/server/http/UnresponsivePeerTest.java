package io.atomicstore.server.http;

import static io.atomicstore.server.http.WebSocketOriginator.event;
import static io.atomicstore.server.http.WebSocketOriginator.expected;
import static io.atomicstore.server.http.WebSocketOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Hello;
import io.atomicstore.server.HalfOpenProxy;
import io.atomicstore.server.conversation.EdgeLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are connected, and there no more. */
final class UnresponsivePeerTest {

  private static final AtomicStoreMessage HEARTBEAT =
      AtomicStoreMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    EdgeLimits usual = HttpNode.LIMITS;
    HttpSettings http = HttpNode.SETTINGS;
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT
                .with(
                    new EdgeLimits(
                        usual.eventBytesMax(),
                        usual.headerBytesMax(),
                        usual.metadataEntriesMax(),
                        usual.submissionBytesMax(),
                        usual.submissionEventsMax(),
                        10_000,
                        1 << 20))
                .with(
                    new HttpSettings(
                        http.connectionsMax(),
                        http.timeouts(),
                        new HttpSettings.Liveness(
                            Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(3)),
                        Set.of(),
                        Set.of())));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** A WebSocket whose messages nobody reads and whose pings nobody answers. */
  private RawConnection deafSocket() throws IOException {
    RawConnection connection = new RawConnection(node);
    connection.head(
        "GET /originate HTTP/1.1",
        "Host: localhost",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    assertThat(connection.statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
    return connection;
  }

  /** A text of 126 bytes to 64 KiB as a client frames it; masked by zeros, which change nothing. */
  private static byte[] frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[8 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | 126);
    frame[2] = (byte) (payload.length >>> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 8, payload.length);
    return frame;
  }

  private static byte[] submission(String event, String more) {
    return frame(
        "{\"storeIfValid\": {\"scopeId\": \"lot\", \"eventId\": \"%s\", \"events\": [\"%s\"]%s}}"
            .formatted(UUID.randomUUID(), event, more));
  }

  @Test
  void releasesTheLogOfAPeerThatDoesNotAnswerPings() throws IOException {
    try (RawConnection silent = deafSocket()) {
      silent.send(submission("YmlkIDEgYnkgYSBzaWxlbnQgb3JpZ2luYXRvcg==", ""));
      await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 1);
      WebSocketOriginator other = WebSocketOriginator.of(node);

      other.submit(event("lot", "next"));

      assertThat(other.request().getPastEventsList()).isEmpty();
      silent.awaitEnd();
    }
  }

  @Test
  void releasesTheLogOfAPeerThatCanNotBeReached() throws IOException {
    try (HalfOpenProxy line = new HalfOpenProxy(node.port())) {
      WebSocketOriginator cutOff = WebSocketOriginator.at(line.port(), node);
      cutOff.submit(event("lot", "first"));
      var request = cutOff.request();
      WebSocketOriginator other = WebSocketOriginator.of(node);

      line.die();
      other.submit(event("lot", "next"));
      cutOff.respond(yes(request));

      other.respond(yes(other.request()));
      assertThat(other.result().getAccepted().getSequenceNr()).isEqualTo(1);
    }
  }

  @Test
  void releasesTheLogOfAPeerWhoseHeartbeatsDoNotArrive() throws IOException {
    node.close();
    node = new HttpNode(directory);
    try (HalfOpenProxy line = new HalfOpenProxy(node.port())) {
      WebSocketOriginator cutOff = WebSocketOriginator.at(line.port(), node);
      cutOff.hello(Hello.newBuilder().setHeartbeatIntervalMillis(500));
      assertThat(cutOff.next().hasWelcome()).isTrue();
      cutOff.submit(event("lot", "first"));
      await().atMost(HttpNode.PATIENCE).until(() -> cutOff.next().hasValidationRequest());
      WebSocketOriginator other = WebSocketOriginator.of(node);

      line.die();
      other.submit(event("lot", "next"));
      cutOff.send(HEARTBEAT);

      other.respond(yes(other.request()));
      assertThat(other.result().getAccepted().getSequenceNr()).isEqualTo(1);
    }
  }

  @Test
  void keepsAPeerThatAnswersPings() {
    WebSocketOriginator idle = WebSocketOriginator.of(node);
    try (RawConnection silent = deafSocket()) {
      silent.awaitEnd();
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    idle.submit(event("lot", "bid").setExpected(expected(0)));

    assertThat(idle.result().getWasAccepted()).isTrue();
  }

  @Test
  void cutsOffAPeerThatDoesNotTakeItsMessages() throws IOException {
    try (RawConnection deaf = deafSocket()) {
      await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 1);
      // Each submission is answered with its own event, of 30,000 bytes; nobody reads the answers.
      byte[] submission = submission("A".repeat(40_000), ", \"expected\": {\"sequenceNr\": \"7\"}");
      deaf.sendUntilCutOff(submission, 2_000);

      await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 0);
      deaf.awaitEnd();
    }
  }
}
