package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.server.conversation.Event;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections on which little comes, or nothing, and how many there may be. */
final class IdleConnectionsTest {

  private static final Event EVENT =
      new Event(new ScopeId("lot"), EventHeader.getDefaultInstance(), ByteString.EMPTY);

  /** Bytes of a request that take longer than the node is idle. */
  private static final int TRICKLES = 200;

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(
                new HttpSettings(
                    20,
                    new HttpSettings.Timeouts(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)),
                    new HttpSettings.Liveness(
                        Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(20)),
                    Set.of(),
                    Set.of())));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void closesAConnectionThatIsIdle() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head("GET /healthz HTTP/1.1", "Host: localhost");

      assertThat(connection.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      connection.awaitEnd();
    }
  }

  @Test
  void closesConnectionsWhoseRequestsDoNotGoOn() throws IOException {
    List<RawConnection> connections = new ArrayList<>();
    for (String begun :
        List.of(
            "",
            "GET",
            "GET /healthz HTTP/1.1\r\nHost: loc",
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\n",
            "POST /scopes/lot/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chu")) {
      connections.add(new RawConnection(node).send(begun));
    }

    for (RawConnection connection : connections) {
      connection.awaitEnd();
      connection.close();
    }
  }

  @Test
  void closesAConnectionOnWhichARequestTrickles() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head("GET /healthz HTTP/1.1", "Host: localhost");
      assertThat(connection.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ");

      assertThat(trickle(connection)).isLessThan(TRICKLES);
    }
  }

  /** Sends a byte every 50 ms, {@link #TRICKLES} at most, until the node breaks the connection. */
  private static int trickle(RawConnection connection) {
    AtomicInteger sent = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(HttpNode.PATIENCE.multipliedBy(2))
        .until(
            () -> {
              try {
                connection.send("x");
                return sent.incrementAndGet() == TRICKLES;
              } catch (SocketException e) {
                return true;
              }
            });
    return sent.get();
  }

  @Test
  void keepsConnectionsThatAreInUse() {
    WebSocketOriginator originator = WebSocketOriginator.of(node);
    try (EventReader events = new EventReader(node, node.request("/events"))) {
      for (int halfSeconds = 0; halfSeconds < 8; halfSeconds++) {
        events.expectComment();
      }

      originator.submit(
          WebSocketOriginator.event("lot", "bid").setExpected(WebSocketOriginator.expected(0)));
      assertThat(originator.result().getWasAccepted()).isTrue();
    }
  }

  @Test
  void hasOthersWaitWhileThereAreTooMany() throws IOException {
    RawConnection[] connections = new RawConnection[20];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = new RawConnection(node);
      connections[i].head("GET /events HTTP/1.1", "Host: localhost");
      assertThat(connections[i].statusLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    try (RawConnection oneMore = new RawConnection(node)) {
      oneMore.head("GET /scopes/lot HTTP/1.1", "Host: localhost", "Connection: close");
      HttpNode.get(node.store().storeIfUnchanged(EVENT, 0));
      for (RawConnection connection : connections) {
        connection.close();
      }

      assertThat(oneMore.rest()).startsWith("HTTP/1.1 200 OK").contains("\"lastSequenceNr\":1");
    }
  }
}
