package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SubmissionsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManagedChannel channel =
      Grpc.newChannelBuilder("localhost:1", InsecureChannelCredentials.create()).build();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ClientParts parts =
      new ClientParts(
          new ClientSettings(
              "test", 10, 1_000, MINUTE, MINUTE, MINUTE, new Backoff(MINUTE, MINUTE)),
          new Transport("localhost:1", channel, () -> ""),
          Runnable::run,
          Runnable::run,
          timer,
          System::nanoTime,
          new Random());
  private final Submissions<String> submissions = new Submissions<>(parts);
  private final List<String> sent = new ArrayList<>();
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
    channel.shutdownNow();
  }

  private PendingSubmission<String> submission(String text, Runnable whileSending) {
    return new PendingSubmission<>(
        event(LOT, text),
        (event, timeout) -> {
          whileSending.run();
          sent.add(text);
          return CompletableFuture.completedFuture(new Result.Refused<>(event, "a test"));
        },
        System.nanoTime() + MINUTE.toNanos(),
        result -> ended.add(text));
  }

  private static ProspectiveEvent<WireEvent<String>> event(ScopeId scopeId, String text) {
    try {
      return StoreIfValid.of(scopeId, WireEvent.written(EventFormat.text("text"), text))
          .prospectiveEvent();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The thread that sends the first is held up until another one has submitted the second. */
  @Test
  void sendsInOrderWhatSeveralThreadsSend() {
    submissions.onOpen(10);

    submissions.begin(
        submission(
            "first",
            () ->
                CompletableFuture.runAsync(() -> submissions.begin(submission("second", () -> {})))
                    .join()));

    assertThat(sent).containsExactly("first", "second");
    assertThat(ended).containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void goesOnWhenOneCanNotBeSent() throws InterruptedException {
    submissions.onOpen(10);

    submissions.begin(
        submission(
            "first",
            () -> {
              throw new IllegalStateException("a test");
            }));
    submissions.begin(submission("second", () -> {}));

    assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
    submissions.close();
    assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
  }
}
