package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.idOf;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Result;
import io.atomicstore.protocol.AtomicStoreMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One definite result for each submission, whatever breaks. */
final class ReconnectTest {

  private final ServerAndClient test = new ServerAndClient();

  @AfterEach
  void stop() {
    test.close();
  }

  /** Completes when such a message has come to the server, or is about to leave it. */
  private static Predicate<AtomicStoreMessage> seeing(
      Predicate<AtomicStoreMessage> what, CompletableFuture<Void> seen) {
    return message -> {
      if (what.test(message)) {
        seen.complete(null);
      }
      return true;
    };
  }

  @Test
  void submitsAgainWhatWasStoredBeforeTheResultGotLost() {
    AtomicInteger results = new AtomicInteger();
    test.server.sendOnly(message -> !message.hasResult() || results.getAndIncrement() > 0);
    CompletableFuture<Void> written = new CompletableFuture<>();
    var result = test.store("a");
    test.client.subscribe(EventFormat.text("text"), LOT, 0).subscribe(first(written));
    await(written);

    test.server.breakStreams();

    assertThat(await(result)).extracting("isDuplicate").isEqualTo(true);
    assertThat(test.server.texts(LOT)).containsExactly("a");
  }

  private static <T> Flow.Subscriber<T> first(CompletableFuture<Void> seen) {
    return new RecordingSubscriber<>(Long.MAX_VALUE, item -> seen.complete(null));
  }

  @Test
  void submitsAgainWhatTheServerLostWhenItWasKilled() throws Exception {
    test.server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(seeing(AtomicStoreMessage::hasStoreIfValid, came));
    List<CompletionStage<Result<String, String, String>>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(test.store("" + i));
    }
    await(came);

    test.server.kill();
    test.server.start();
    test.server.releaseWrites();

    for (var result : results) {
      assertThat(await(result).wasAccepted()).isTrue();
    }
    assertThat(test.server.texts(LOT)).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void storesWhatWasSubmittedWhileThereWasNoServer() throws Exception {
    await(test.store("a"));
    test.server.kill();
    var result = test.store("b");

    test.server.start();

    assertThat(await(result)).extracting("sequenceNr").isEqualTo(2L);
  }

  @Test
  void saysThatNothingIsStoredIfThereIsNoServerInTime() {
    test.server.kill();

    var result =
        await(test.originator.storeIfValid(submission("a").withTimeout(Duration.ofMillis(300))));

    assertThat(result).isInstanceOf(Result.Unavailable.class);
    assertThat(((Result.Unavailable<?, ?, ?>) result).cause())
        .contains("not connected")
        .contains("UNAVAILABLE");
  }

  @Test
  void saysThatNobodyKnowsIfTheServerDoesNotComeBackInTime() {
    test.server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(seeing(AtomicStoreMessage::hasStoreIfValid, came));
    var result = test.originator.storeIfValid(submission("a").withTimeout(Duration.ofSeconds(1)));
    await(came);

    test.server.kill();

    assertThat(await(result)).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void submitsAgainWhatALogThatFailedDidNotStore() {
    test.server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(seeing(message -> hasText(message, "b"), came));
    var first = test.store("a");
    var second = test.store("b");
    await(came);

    test.server.failLogs();
    test.server.releaseWrites();

    assertThat(await(first).wasAccepted()).isTrue();
    assertThat(await(second).wasAccepted()).isTrue();
    assertThat(test.server.texts(LOT)).containsExactlyInAnyOrder("a", "b");
  }

  private static boolean hasText(AtomicStoreMessage message, String text) {
    return message.hasStoreIfValid()
        && message.getStoreIfValid().getEvents(0).toStringUtf8().equals(text);
  }

  @Test
  void goesOnWithAnotherStreamWhenTheServerStops() {
    await(test.store("a"));

    test.server.stopStreams();

    assertThat(await(test.store("b"))).extracting("sequenceNr").isEqualTo(2L);
  }

  @Test
  void keepsItsStatesAcrossConnections() {
    for (int i = 0; i < 10; i++) {
      await(test.store("" + i));
    }
    int applied = test.fold.applied();

    test.server.breakStreams();
    var result = await(test.store("10"));

    assertThat(result.wasAccepted()).isTrue();
    assertThat(test.fold.applied())
        .as("folds of one event, which may have been sent before the client knew")
        .isLessThanOrEqualTo(applied + 2);
  }

  @Test
  void givesUpAtOnceWhatTheServerDoesNotAllow() throws Exception {
    test.server.kill();
    test.server.interceptor(new DenyingInterceptor());
    test.server.start();

    var result = await(test.store("a"));

    assertThat(result).isInstanceOf(Result.Unavailable.class);
    assertThat(((Result.Unavailable<?, ?, ?>) result).cause())
        .contains("PERMISSION_DENIED")
        .contains("not by you");
  }

  @Test
  void answersWhatIsOpenWhenItIsClosed() {
    test.server.kill();
    var result = test.store("a");

    test.client.close();

    assertThat(await(result)).isInstanceOf(Result.Unavailable.class);
    assertThat(await(test.store("b")))
        .isEqualTo(
            new Result.Unavailable<>(submission("b").prospectiveEvent(), "the client is closed"));
    assertThatThrownBy(() -> test.client.originator(EventFormat.text("text"), test.fold))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the client is closed");
  }

  @Test
  void letsWhatIsOpenEndBeforeItIsClosed() throws Exception {
    test.server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(seeing(AtomicStoreMessage::hasStoreIfValid, came));
    var result = test.store("a");
    await(came);
    Thread closing = new Thread(test.client::close);

    closing.start();
    test.server.releaseWrites();
    closing.join();

    assertThat(await(result).wasAccepted()).isTrue();
    assertThat(test.server.events(LOT).get(0).eventId()).isEqualTo(idOf("a"));
  }
}
