package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogSubscriptionTest {

  private final AtomicBoolean isStoreClosed = new AtomicBoolean();
  private final AtomicLong nanos = new AtomicLong();
  private ActorSystem system;

  @BeforeAll
  void startSystem() {
    system = ActorSystem.create("subscriptions");
  }

  @AfterAll
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  private Source<Long, NotUsed> subscribe(ScriptedLog log, long after) {
    return LogSubscription.<Note>source(
            new LogSubscription.Surroundings(
                new LogQueries(system, log.ref()), isStoreClosed::get, nanos::get, () -> 0.5),
            ScriptedLog.SCOPE,
            after)
        .map(StoredEvent::sequenceNr);
  }

  private List<Long> take(ScriptedLog log, long after, int events) {
    return StoreUnderTest.await(subscribe(log, after).take(events).runWith(Sink.seq(), system));
  }

  private static List<Long> from(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void catchesUpAndThenShowsEachNewEventAtOnce() {
    ScriptedLog log = new ScriptedLog(system, 7, 3);
    SinkQueueWithCancel<Long> reader = subscribe(log, 2).runWith(Sink.queue(), system);
    for (long nr = 3; nr <= 7; nr++) {
      assertThat(StoreUnderTest.await(reader.pull())).contains(nr);
    }

    var next = reader.pull();
    await().until(() -> log.queries() == 3);
    log.append(1);

    assertThat(StoreUnderTest.await(next)).contains(8L);
    assertThat(log.asked()).extracting(QueryEvents::patience).containsOnly(Duration.ofSeconds(20));
    reader.cancel();
  }

  @Test
  void completesBehindTheLastEventOfASealedLog() {
    ScriptedLog log = new ScriptedLog(system, 4, 3);
    var all = subscribe(log, 0).runWith(Sink.seq(), system);
    await().until(() -> log.queries() == 3);

    log.append(1);
    log.seal();

    assertThat(StoreUnderTest.await(all)).isEqualTo(from(1, 5));
    assertThat(StoreUnderTest.await(subscribe(log, 5).runWith(Sink.seq(), system))).isEmpty();
    assertThat(StoreUnderTest.await(subscribe(log, 3).runWith(Sink.seq(), system)))
        .isEqualTo(from(4, 5));
  }

  @Test
  void asksAgainForEverWhatWasRefused() {
    ScriptedLog log = new ScriptedLog(system, 4, 3);
    for (int i = 0; i < 6; i++) {
      log.answersNext(new QueryRefused(ScriptedLog.SCOPE, "the log is stopping"));
    }

    assertThat(take(log, 0, 4)).isEqualTo(from(1, 4));
    assertThat(log.asked()).extracting(QueryEvents::fromSequenceNr).startsWith(1L, 1L, 1L, 1L);
  }

  @Test
  void goesOnFromWhereItWasAfterAFailure() {
    ScriptedLog log = new ScriptedLog(system, 6, 3);
    log.answersNext(ScriptedLog.answer(6, false, 1, 2));
    log.answersNext(new QueryRefused(ScriptedLog.SCOPE, "moved"));

    assertThat(take(log, 0, 6)).isEqualTo(from(1, 6));
  }

  @Test
  void sparesALogThatAnswersNothingAtOnce() {
    ScriptedLog log = new ScriptedLog(system, 1, 3);
    for (int i = 0; i < 4; i++) {
      log.answersNext(ScriptedLog.answer(0, false));
    }
    long before = System.nanoTime();

    assertThat(take(log, 0, 1)).isEqualTo(from(1, 1));
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("after pauses of 50, 75, 150 and 300 ms")
        .isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void failsWhenAnEventIsMissing() {
    ScriptedLog log = new ScriptedLog(system, 9, 3);
    log.answersNext(ScriptedLog.answer(9, false, 1, 2));
    log.answersNext(ScriptedLog.answer(9, false, 4));

    assertThatThrownBy(() -> failure(subscribe(log, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scope 'lot': expected the event with sequence number 3 next, found 4");
  }

  @Test
  void failsOnceTheStoreIsClosed() {
    ScriptedLog log = new ScriptedLog(system, 0, 3);
    isStoreClosed.set(true);
    log.stop();

    try {
      assertThatThrownBy(() -> failure(subscribe(log, 0)))
          .isInstanceOf(LogUnavailableException.class)
          .hasMessage("scope 'lot': the store is closed");
    } finally {
      isStoreClosed.set(false);
    }
  }

  private void failure(Source<Long, NotUsed> source) throws Throwable {
    try {
      source
          .runWith(Sink.ignore(), system)
          .toCompletableFuture()
          .get(StoreUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  void asksForNoPageBeforeTheReaderHasTakenTheOneBefore() {
    ScriptedLog log = new ScriptedLog(system, 100, 3);
    SinkQueueWithCancel<Long> reader =
        subscribe(log, 0)
            .runWith(Sink.<Long>queue().withAttributes(Attributes.inputBuffer(1, 1)), system);

    for (int i = 1; i <= 30; i++) {
      assertThat(StoreUnderTest.await(reader.pull())).contains((long) i);
      // The queue takes one event ahead.
      assertThat(log.queries()).isLessThanOrEqualTo(i / 3 + 2);
    }
    reader.cancel();
  }
}
