package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.protocol.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much may be open, and what becomes of the rest. */
final class BoundsTest {

  private ServerAndClient test =
      new ServerAndClient(builder -> builder.openSubmissionsMax(3).openBytesMax(1_000));

  @AfterEach
  void stop() {
    test.close();
  }

  private List<CompletionStage<Result<String, String, String>>> storeThree() {
    test.server.holdWrites();
    return new ArrayList<>(List.of(test.store("a"), test.store("b"), test.store("c")));
  }

  @Test
  void answersOneMoreThanMayBeOpenAtOnce() {
    var open = storeThree();

    var result = await(test.store("d"));

    assertThat(result).isInstanceOf(Result.Overloaded.class);
    assertThat(((Result.Overloaded<?, ?, ?>) result).waitingEvents()).isEqualTo(3);
    test.server.releaseWrites();
    open.forEach(one -> assertThat(await(one).wasAccepted()).isTrue());
    assertThat(test.originator.openSubmissions()).isZero();
  }

  @Test
  void answersWhatIsTooLargeForTheRest() {
    test.server.holdWrites();
    var large = test.store("x".repeat(2_000));

    var small = await(test.store("a"));

    assertThat(small).isInstanceOf(Result.Overloaded.class);
    test.server.releaseWrites();
    assertThat(await(large).wasAccepted()).as("alone it may be as large as it is").isTrue();
  }

  @Test
  void letsBlockingCallersWaitForRoom() throws Exception {
    storeThree();
    FutureTask<Result<String, String, String>> waiting =
        new FutureTask<>(() -> test.originator.blocking().storeIfValid(submission("d")));
    Thread thread = new Thread(waiting);
    thread.start();
    Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

    test.server.releaseWrites();

    assertThat(waiting.get().wasAccepted()).isTrue();
    assertThat(test.server.texts(LOT)).contains("d");
  }

  @Test
  void letsBlockingCallersWaitNoLongerThanTheirTimeout() throws Exception {
    storeThree();

    var result =
        test.originator
            .blocking()
            .storeIfValid(submission("d").withTimeout(Duration.ofMillis(100)));

    assertThat(result).isInstanceOf(Result.Overloaded.class);
    test.server.releaseWrites();
  }

  @Test
  void stopsWaitingWhenInterruptedAndGoesOnSubmitting() throws Exception {
    test.server.holdWrites();
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(
        message -> {
          if (message.hasStoreIfValid()) {
            came.complete(null);
          }
          return true;
        });
    FutureTask<Result<String, String, String>> waiting =
        new FutureTask<>(() -> test.originator.blocking().storeIfValid(submission("a")));
    Thread thread = new Thread(waiting);
    thread.start();
    await(came);

    thread.interrupt();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    test.server.releaseWrites();
    assertThat(await(test.store("a"))).extracting("isDuplicate").isEqualTo(true);
  }

  @Test
  void sendsNoMoreThanTheServerTakes() {
    test.close();
    test = new ServerAndClient();
    test.server.welcome(Welcome.newBuilder().setOpenSubmissionsMax(2).build());
    test.server.breakStreams();
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    test.server.takeOnly(
        message -> {
          if (message.hasStoreIfValid()) {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
          }
          return true;
        });
    test.server.sendOnly(
        message -> {
          if (message.hasResult()) {
            open.decrementAndGet();
          }
          return true;
        });

    List<CompletionStage<Result<String, String, String>>> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(test.store("" + i));
    }

    results.forEach(one -> assertThat(await(one).wasAccepted()).isTrue());
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void timesOutWhatTheServerDoesNotGetTo() {
    test.server.limits(LogLimits.DEFAULT.withValidationTimeout(Duration.ofMillis(500)));
    CompletableFuture<Void> came = new CompletableFuture<>();
    test.server.takeOnly(
        message -> {
          if (message.hasStoreIfValid()) {
            came.complete(null);
          }
          return true;
        });
    var validatedByNobody =
        test.client
            .delegatingOriginator(Formats.of(EventFormat.text("text")))
            .storeIfValid(submission("a"));
    await(came);

    var behind = test.originator.storeIfValid(submission("b").withTimeout(Duration.ofMillis(100)));

    assertThat(await(validatedByNobody)).isInstanceOf(Result.TimedOut.class);
    assertThat(await(behind)).isInstanceOf(Result.TimedOut.class);
  }
}
