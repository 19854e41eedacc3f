package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Hello;
import io.atomicstore.server.HalfOpenProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Originators that can't be reached any more, though nobody closed the connection; the validation
 * timeout is a minute.
 */
final class HalfOpenOriginatorTest {

  private static final String[] PINGS = {
    "keep-alive.interval = 10s", "keep-alive.timeout = 1s", "shutdown-grace = 300ms"
  };
  private static final String[] NO_PINGS = {
    "keep-alive.interval = 1h", "keep-alive.timeout = 1h", "shutdown-grace = 300ms"
  };

  /** Interval and timeout of the pings, and some time for a machine that is busy. */
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private static final AtomicStoreMessage HEARTBEAT =
      AtomicStoreMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

  @TempDir private Path directory;
  private NodeUnderTest node;
  private HalfOpenProxy line;
  private RawOriginator cutOff;
  private RawOriginator next;

  @BeforeEach
  void start() throws IOException {
    start(PINGS);
  }

  private void start(String... settings) throws IOException {
    node = new NodeUnderTest(directory, settings);
    line = new HalfOpenProxy(node.port());
    cutOff = new RawOriginator(node.connectAt(line.port()));
    next = node.originator();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    line.close();
  }

  private void assertNextIsConsidered() {
    next.respond(yes(next.request()));
    assertThat(next.result().getAccepted().getSequenceNr()).isEqualTo(1);
    await().until(() -> node.openStreams() == 1);
  }

  @Test
  @Tag("slow")
  void releaseTheLogWhenTheyDoNotAnswerPings() throws IOException {
    cutOff.submit(event("lot", "first"));
    var request = cutOff.request();

    line.die();
    next.submit(event("lot", "second"));
    cutOff.respond(yes(request));

    assertNextIsConsidered();
  }

  @Test
  void releaseTheLogWhenTheirHeartbeatsDoNotArrive() throws IOException {
    stop();
    start(NO_PINGS);
    cutOff.hello(Hello.newBuilder().setHeartbeatIntervalMillis(500));
    assertThat(cutOff.next().hasWelcome()).isTrue();
    for (int beats = 0; beats < 4; beats++) {
      assertThat(cutOff.next().hasHeartbeat()).isTrue();
      cutOff.send(HEARTBEAT);
    }
    cutOff.submit(event("lot", "first"));
    AtomicStoreMessage message = cutOff.next();
    while (message.hasHeartbeat()) {
      message = cutOff.next();
    }
    assertThat(message.hasValidationRequest()).isTrue();

    line.die();
    next.submit(event("lot", "second"));
    cutOff.send(HEARTBEAT);

    assertNextIsConsidered();
  }

  @Test
  @Tag("slow")
  void areCutOffWhenTheyConnectAndSayNothing() throws IOException {
    try (Socket silent = connect();
        Socket silentSoon = connect()) {
      silentSoon
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      // A frame of SETTINGS that has none.
      silentSoon.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});

      assertEnds(silent);
      assertEnds(silentSoon);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    socket.setSoTimeout((int) NOTICED.toMillis());
    return socket;
  }

  private static void assertEnds(Socket socket) throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }
}
