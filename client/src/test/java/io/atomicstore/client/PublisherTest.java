package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers get, by the rules of Reactive Streams. */
final class PublisherTest {

  private static final EventFormat<String> FORMAT = EventFormat.text("text");

  private final ServerAndClient test = new ServerAndClient();

  @AfterEach
  void stop() {
    test.close();
  }

  private void store(int count) {
    for (int i = 1; i <= count; i++) {
      await(test.store("" + i));
    }
  }

  private static List<String> texts(List<StoredEvent<String>> events) {
    return events.stream().map(StoredEvent::event).toList();
  }

  private <T> RecordingSubscriber<T> subscribed(Flow.Publisher<T> publisher, long requested) {
    RecordingSubscriber<T> subscriber = new RecordingSubscriber<>(requested);
    publisher.subscribe(subscriber);
    return subscriber;
  }

  @Test
  void showsNoMoreThanIsRequested() throws InterruptedException {
    store(10);
    var subscriber = subscribed(test.client.events(FORMAT, LOT), 0);
    assertThat(subscriber.subscription()).isNotNull();

    subscriber.subscription().request(2);
    subscriber.awaitItems(2);
    subscriber.subscription().request(5);
    List<StoredEvent<String>> seven = subscriber.awaitItems(7);
    assertThat(subscriber.hasEnded()).isFalse();
    subscriber.subscription().request(Long.MAX_VALUE);
    subscriber.subscription().request(Long.MAX_VALUE);

    assertThat(subscriber.awaitEnd()).isNull();
    assertThat(texts(seven)).containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(texts(subscriber.items())).hasSize(10).endsWith("10");
  }

  @Test
  void readsEachRangeInItsOrder() {
    store(8);

    assertThat(read(EventRange.all())).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(read(EventRange.forwards(7))).containsExactly("7", "8");
    assertThat(read(EventRange.forwards(9))).isEmpty();
    assertThat(read(EventRange.forwards(2).limit(2))).containsExactly("2", "3");
    assertThat(read(EventRange.backwards().limit(4))).containsExactly("8", "7", "6", "5");
    assertThat(read(EventRange.backwards(2))).containsExactly("2", "1");
    assertThat(read(EventRange.backwards(100).limit(1))).containsExactly("8");
  }

  private List<String> read(EventRange range) {
    try (Stream<StoredEvent<String>> events = test.client.readEvents(FORMAT, LOT, range)) {
      return events.map(StoredEvent::event).toList();
    }
  }

  @Test
  void completesAtOnceForAnEmptyLog() {
    var subscriber = subscribed(test.client.events(FORMAT, new ScopeId("empty")), 0);

    assertThat(subscriber.awaitEnd()).isNull();
  }

  @Test
  void failsIfLessThanOneIsRequested() {
    var subscriber = subscribed(test.client.events(FORMAT, LOT), 0);

    subscriber.subscription().request(0);

    assertThat(subscriber.awaitEnd())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void refusesToHaveNobodySubscribed() {
    Flow.Publisher<StoredEvent<String>> publisher = test.client.events(FORMAT, LOT);

    assertThatThrownBy(() -> publisher.subscribe(nobody()))
        .isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // What must not be passed.
  private static <T> T nobody() {
    return null;
  }

  @Test
  void showsNothingToWhoeverHasCancelled() throws InterruptedException {
    var subscriber = subscribed(test.client.subscribe(FORMAT, LOT, 0), Long.MAX_VALUE);
    store(1);
    subscriber.awaitItems(1);

    subscriber.subscription().cancel();
    subscriber.subscription().cancel();
    subscriber.subscription().request(1);
    var other = subscribed(test.client.subscribe(FORMAT, LOT, 1), Long.MAX_VALUE);
    await(test.store("2"));
    other.awaitItems(1);

    assertThat(texts(subscriber.items())).containsExactly("1");
    assertThat(subscriber.hasEnded()).isFalse();
  }

  @Test
  void goesOnBehindTheLastEventWhenConnectionsBreak() throws Exception {
    var subscriber = subscribed(test.client.subscribe(FORMAT, LOT, 0), Long.MAX_VALUE);
    store(3);
    subscriber.awaitItems(3);

    test.server.kill();
    test.server.start();
    await(test.store("4"));
    await(test.originator.storeIfValid(submission("5").sealingLog()));

    assertThat(subscriber.awaitEnd()).as("completes behind the last event").isNull();
    assertThat(texts(subscriber.items())).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void goesOnReadingARangeWhenConnectionsBreak() throws Exception {
    store(30);
    var forwards = subscribed(test.client.events(FORMAT, LOT), 1);
    var backwards =
        subscribed(test.client.events(FORMAT, LOT, EventRange.backwards().limit(29)), 1);
    forwards.awaitItems(1);
    backwards.awaitItems(1);

    test.server.kill();
    test.server.start();
    await(test.store("late"));
    forwards.subscription().request(Long.MAX_VALUE);
    backwards.subscription().request(Long.MAX_VALUE);

    assertThat(forwards.awaitEnd()).isNull();
    assertThat(backwards.awaitEnd()).isNull();
    assertThat(texts(forwards.items())).as("as it was when reading began").hasSize(30);
    assertThat(texts(backwards.items())).hasSize(29).startsWith("30", "29").endsWith("3", "2");
  }

  @Test
  void showsAllScopesFromATokenOn() throws Exception {
    store(2);
    await(test.originator.storeIfValid(new ScopeId("other"), "x"));
    var first = subscribed(test.client.subscribeAll(FORMAT, "lot", ""), Long.MAX_VALUE);
    String token = first.awaitItems(2).get(0).token();

    var second = subscribed(test.client.subscribeAll(FORMAT, "", token), Long.MAX_VALUE);
    second.awaitItems(2);
    test.server.kill();
    test.server.start();
    await(test.store("3"));

    assertThat(second.awaitItems(3).stream().map(event -> event.event().event()))
        .containsExactly("2", "x", "3");
    assertThat(first.awaitItems(3).get(2).event().event()).isEqualTo("3");
  }

  @Test
  void failsWithWhatTheFormatCantRead() {
    store(1);
    EventFormat<String> unreadable =
        EventFormat.of(
            "text",
            "text/plain",
            text -> new byte[0],
            bytes -> {
              throw new IllegalStateException("no glasses");
            });

    var subscriber = subscribed(test.client.events(unreadable, LOT), 1);

    assertThat(subscriber.awaitEnd())
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("scope 'lot', sequence number 1")
        .hasRootCauseMessage("no glasses");
  }

  @Test
  void showsWhatPrecedesWhatTheFormatCantRead() throws InterruptedException {
    store(5);
    EventFormat<String> readsUpTo3 =
        EventFormat.of(
            "text",
            "text/plain",
            text -> new byte[0],
            bytes -> {
              String text = new String(bytes, StandardCharsets.UTF_8);
              if (text.equals("4")) {
                throw new IllegalStateException("no glasses");
              }
              return text;
            });

    var subscriber = subscribed(test.client.subscribe(readsUpTo3, LOT, 0), 2);
    subscriber.awaitItems(2);
    subscriber.subscription().request(10);

    assertThat(subscriber.awaitEnd()).isInstanceOf(UnreadableException.class);
    assertThat(texts(subscriber.items())).containsExactly("1", "2", "3");
  }

  @Test
  void failsOnceTheClientIsClosed() throws InterruptedException {
    var subscriber = subscribed(test.client.subscribe(FORMAT, LOT, 0), Long.MAX_VALUE);
    store(1);
    subscriber.awaitItems(1);

    test.client.close();

    assertThat(subscriber.awaitEnd()).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void failsIfTheServerRefuses() throws Exception {
    test.server.kill();
    test.server.interceptor(new DenyingInterceptor());
    test.server.start();

    var subscriber = subscribed(test.client.subscribe(FORMAT, LOT, 0), 1);

    assertThat(subscriber.awaitEnd())
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("not by you");
  }

  @Test
  void failsIfNoServerAnswersInTime() {
    test.server.kill();
    try (AtomicStoreClient impatient =
        ServerAndClient.builder(test.server.address())
            .submissionTimeout(Duration.ofMillis(200))
            .start()) {

      var subscriber = subscribed(impatient.events(FORMAT, LOT), 1);

      assertThat(subscriber.awaitEnd()).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> await(impatient.liveScopes()))
          .hasCauseInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void endsASubscriptionWhoseSubscriberThrows() throws InterruptedException {
    RecordingSubscriber<StoredEvent<String>> throwing =
        new RecordingSubscriber<>(
            Long.MAX_VALUE,
            event -> {
              throw new IllegalStateException("no appetite");
            });
    test.client.subscribe(FORMAT, LOT, 0).subscribe(throwing);
    var other = subscribed(test.client.subscribe(FORMAT, LOT, 0), Long.MAX_VALUE);

    store(3);

    assertThat(texts(other.awaitItems(3))).containsExactly("1", "2", "3");
    assertThat(throwing.items()).hasSize(1);
  }
}
