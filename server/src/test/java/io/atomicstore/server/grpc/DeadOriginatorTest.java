package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.StoreIfValid;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Originators that end, or fall silent, during their validation; its timeout is a minute. */
final class DeadOriginatorTest {

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator dying;
  private RawOriginator next;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory);
    dying = node.originator();
    next = node.originator();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void submitBoth() {
    dying.submit(event("lot", "first"));
    dying.request();
    next.submit(event("lot", "second"));
  }

  private void assertNextIsConsidered() {
    next.respond(yes(next.request()));
    assertThat(next.result().getAccepted().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void releaseTheLogWhenTheyGiveUpTheStream() {
    submitBoth();

    dying.cancel();

    assertNextIsConsidered();
  }

  @Test
  void releaseTheLogWhenTheirConnectionBreaks() {
    submitBoth();

    dying.kill();

    assertNextIsConsidered();
    await().until(() -> node.openStreams() == 1);
  }

  @Test
  void releaseTheLogWhenTheyFailTheConversation() {
    submitBoth();

    dying.send(AtomicStoreMessage.getDefaultInstance());

    assertNextIsConsidered();
  }

  @Test
  void releaseTheLogWhenTheyAreSilentAgainstTheirPromise() {
    dying.hello(Hello.newBuilder().setHeartbeatIntervalMillis(100));
    assertThat(dying.next().hasWelcome()).isTrue();
    dying.submit(event("lot", "first"));
    next.submit(event("lot", "second"));

    Status end = endOf(dying);

    assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(end.getDescription()).contains("expected a message every 100 ms");
    assertNextIsConsidered();
  }

  private static Status endOf(RawOriginator originator) {
    for (int i = 0; i < 100; i++) {
      AtomicStoreMessage message = originator.nextOrNull();
      if (message == null) {
        return originator.end();
      }
    }
    throw new AssertionError("the stream does not end");
  }

  @Test
  void liveOnWhileTheyBeat() {
    dying.hello(Hello.newBuilder().setHeartbeatIntervalMillis(500));
    assertThat(dying.next().hasWelcome()).isTrue();

    for (int beats = 0; beats < 5; beats++) {
      assertThat(dying.next().hasHeartbeat()).isTrue();
      dying.send(
          AtomicStoreMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());
    }

    StoreIfValid.Builder submission = event("lot", "bid").setExpected(expected(0));
    dying.submit(submission);
    AtomicStoreMessage message = dying.next();
    while (message.hasHeartbeat()) {
      message = dying.next();
    }
    assertThat(message.getResult().getWasAccepted()).isTrue();
  }

  @Test
  void areToldThatTheNodeStops() throws Exception {
    dying.submit(event("lot", "first"));
    var request = dying.request();
    next.hello(Hello.newBuilder());
    assertThat(next.next().hasWelcome()).isTrue();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::stop);
    assertThat(dying.next().hasStopping()).isTrue();
    dying.submit(event("lot", "second"));
    assertThat(dying.result().getUnavailable().getCause()).isEqualTo("the node is stopping");
    dying.respond(yes(request));

    assertThat(dying.result().getWasAccepted()).isTrue();
    assertThat(dying.end().isOk()).isTrue();
    assertThat(next.next().hasStopping()).isTrue();
    assertThat(next.end().isOk()).isTrue();
    assertThat(node.originator().end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    stopped.get(30, TimeUnit.SECONDS);
  }

  @Test
  void areCutOffWhenTheNodeStopsAndTheyDoNotAnswer() throws Exception {
    node.close();
    node = new NodeUnderTest(directory, "shutdown-grace = 300ms");
    dying = node.originator();
    dying.submit(event("lot", "first"));
    dying.request();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::stop);

    assertThat(dying.next().hasStopping()).isTrue();
    assertThat(dying.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    stopped.get(30, TimeUnit.SECONDS);
  }
}
