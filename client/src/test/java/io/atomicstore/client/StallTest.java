package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.protocol.AtomicStoreMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are dead without anybody having said so. */
final class StallTest {

  private final TestServer server = TestServer.started();
  private final CuttableProxy proxy = new CuttableProxy(server.address());
  private final AtomicStoreClient client =
      ServerAndClient.builder(proxy.address()).heartbeatInterval(Duration.ofMillis(100)).start();
  private final Originator<String, String, String> originator =
      client.originator(EventFormat.text("text"), new TextsFold());

  StallTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void connectsAnewWhenNothingIsHeardOfTheServer() {
    await(originator.storeIfValid(submission("a")));
    proxy.freeze();
    var result = originator.storeIfValid(submission("b"));
    org.awaitility.Awaitility.await().until(() -> proxy.accepted() > 1);

    proxy.thaw();

    assertThat(await(result).wasAccepted()).isTrue();
    assertThat(server.texts(LOT)).containsExactly("a", "b");
  }

  @Test
  void connectsAnewWhenConnectionsAreCut() throws IOException {
    server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    server.takeOnly(
        message -> {
          if (message.hasStoreIfValid()) {
            came.complete(null);
          }
          return true;
        });
    var result = originator.storeIfValid(submission("a"));
    await(came);

    proxy.cut();
    server.releaseWrites();

    assertThat(await(result).wasAccepted()).isTrue();
    assertThat(server.texts(LOT)).containsExactly("a");
  }

  @Test
  void saysThatItIsAliveWhileItHasNothingToSay() {
    AtomicInteger beats = new AtomicInteger();
    CompletableFuture<Void> third = new CompletableFuture<>();
    server.takeOnly(
        message -> {
          if (message.hasHeartbeat() && beats.incrementAndGet() == 3) {
            third.complete(null);
          }
          return true;
        });

    await(third);

    assertThat(proxy.accepted()).as("connections").isEqualTo(1);
  }

  @Test
  void takesAServerForDeadThatDoesNotWelcomeIt() {
    await(originator.storeIfValid(submission("a")));
    AtomicInteger welcomes = new AtomicInteger();
    server.sendOnly(message -> !message.hasWelcome() || welcomes.getAndIncrement() > 0);

    server.breakStreams();

    assertThat(await(originator.storeIfValid(submission("b"))).wasAccepted()).isTrue();
    assertThat(welcomes).hasValue(2);
  }

  @Test
  void promisesHeartbeatsInItsHello() {
    CompletableFuture<AtomicStoreMessage> hello = new CompletableFuture<>();
    server.takeOnly(
        message -> {
          if (message.hasHello()) {
            hello.complete(message);
          }
          return true;
        });

    server.breakStreams();

    assertThat(await(hello).getHello().getHeartbeatIntervalMillis()).isEqualTo(100);
    assertThat(await(hello).getHello().getKeepsShownEvents()).isTrue();
    assertThat(await(hello).getHello().getOmitsEventsInResults()).isTrue();
  }
}
