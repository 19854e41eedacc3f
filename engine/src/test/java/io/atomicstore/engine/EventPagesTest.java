package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
final class EventPagesTest {

  private ActorSystem system;

  @BeforeAll
  void startSystem() {
    system = ActorSystem.create("pages");
  }

  @AfterAll
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  private Source<StoredEvent<Note>, NotUsed> source(ScriptedLog log, EventRange range) {
    return EventPages.source(new LogQueries(system, log.ref()), ScriptedLog.SCOPE, range);
  }

  private List<Long> read(ScriptedLog log, EventRange range) {
    return StoreUnderTest.await(
        source(log, range).map(StoredEvent::sequenceNr).runWith(Sink.seq(), system));
  }

  private static List<Long> from(long first, long last) {
    return first <= last
        ? LongStream.rangeClosed(first, last).boxed().toList()
        : LongStream.rangeClosed(-first, -last).map(nr -> -nr).boxed().toList();
  }

  @Test
  void readsAllEventsPageByPage() {
    ScriptedLog log = new ScriptedLog(system, 10, 3);

    assertThat(read(log, EventRange.all())).isEqualTo(from(1, 10));
    assertThat(log.asked())
        .extracting(QueryEvents::fromSequenceNr)
        .containsExactly(1L, 4L, 7L, 10L);
  }

  @Test
  void readsNothingFromALogThatHasNothingThere() {
    assertThat(read(new ScriptedLog(system, 0, 3), EventRange.all())).isEmpty();
    assertThat(read(new ScriptedLog(system, 0, 3), EventRange.backwards())).isEmpty();
    assertThat(read(new ScriptedLog(system, 3, 3), EventRange.forwards(4))).isEmpty();
  }

  @Test
  void readsARange() {
    ScriptedLog log = new ScriptedLog(system, 10, 3);

    assertThat(read(log, EventRange.forwards(8))).isEqualTo(from(8, 10));
    assertThat(read(log, EventRange.forwards(2).limit(5))).isEqualTo(from(2, 6));
    assertThat(read(log, EventRange.backwards())).isEqualTo(from(10, 1));
    assertThat(read(log, EventRange.backwards(7))).isEqualTo(from(7, 1));
    assertThat(read(log, EventRange.backwards(99))).isEqualTo(from(10, 1));
    assertThat(read(log, EventRange.backwards().limit(4))).isEqualTo(from(10, 7));
  }

  @Test
  void asksForNoMoreThanItsLimit() {
    ScriptedLog log = new ScriptedLog(system, 10, 3);

    read(log, EventRange.all().limit(4));

    assertThat(log.asked()).extracting(QueryEvents::eventsMax).containsExactly(4, 1);
  }

  @Test
  void endsWithTheEventThatWasTheLastWhenItBegan() {
    ScriptedLog log = new ScriptedLog(system, 5, 3);
    log.answersNext(
        query -> {
          log.append(5);
          return ScriptedLog.answer(5, false, 1, 2, 3);
        });

    assertThat(read(log, EventRange.all())).isEqualTo(from(1, 5));
  }

  @Test
  void beginsBackwardsWithTheEventThatWasTheLastWhenTheLogLooked() {
    ScriptedLog log = new ScriptedLog(system, 5, 3);
    log.answersNext(ScriptedLog.answer(6, false, 5, 4));

    assertThat(read(log, EventRange.backwards())).isEqualTo(from(5, 1));
  }

  @Test
  void readsAnewEachTimeItIsRun() {
    ScriptedLog log = new ScriptedLog(system, 2, 3);
    Source<StoredEvent<Note>, NotUsed> source = source(log, EventRange.all());
    CompletionStage<List<StoredEvent<Note>>> first = source.runWith(Sink.seq(), system);
    assertThat(StoreUnderTest.await(first)).hasSize(2);
    log.append(1);

    assertThat(StoreUnderTest.await(source.runWith(Sink.seq(), system))).hasSize(3);
  }

  @Test
  void asksForThePageAfterTheNextOnlyWhenTheReaderHasTakenOne() {
    ScriptedLog log = new ScriptedLog(system, 100, 3);
    SinkQueueWithCancel<StoredEvent<Note>> reader =
        source(log, EventRange.all())
            .runWith(
                Sink.<StoredEvent<Note>>queue().withAttributes(Attributes.inputBuffer(1, 1)),
                system);

    for (int i = 1; i <= 30; i++) {
      assertThat(StoreUnderTest.await(reader.pull()))
          .get()
          .extracting(StoredEvent::sequenceNr)
          .isEqualTo((long) i);
      // The queue takes one event ahead.
      assertThat(log.queries()).isLessThanOrEqualTo(i / 3 + 2);
    }
    reader.cancel();
  }

  @Test
  void asksAgainWhatWasRefused() {
    ScriptedLog log = new ScriptedLog(system, 4, 3);
    log.answersNext(new QueryRefused(ScriptedLog.SCOPE, "the log is stopping"));
    log.answersNext(new QueryRefused(ScriptedLog.SCOPE, "the log is stopping"));

    assertThat(read(log, EventRange.all())).isEqualTo(from(1, 4));
  }

  @Test
  void failsWhenTheLogGoesOnRefusing() {
    ScriptedLog log = new ScriptedLog(system, 4, 3);
    for (int i = 0; i < 3; i++) {
      log.answersNext(new QueryRefused(ScriptedLog.SCOPE, "no journal"));
    }

    assertThatThrownBy(() -> failure(log, EventRange.all()))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessage("scope 'lot': no journal");
    assertThat(log.queries()).isEqualTo(3);
  }

  @Test
  void failsAtOnceWhenNobodyIsThereToAnswer() {
    ScriptedLog log = new ScriptedLog(system, 4, 3);
    log.stop();

    assertThatThrownBy(() -> failure(log, EventRange.all()))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("no answer came from the log");
  }

  @Test
  void failsWhenAnEventIsMissing() {
    assertThatThrownBy(
            () ->
                failure(
                    new ScriptedLog(system, 9, 3)
                        .answersNext(ScriptedLog.answer(9, false, 1, 2))
                        .answersNext(ScriptedLog.answer(9, false, 4, 5)),
                    EventRange.all()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scope 'lot': expected the event with sequence number 3 next, found 4");
    assertThatThrownBy(
            () ->
                failure(
                    new ScriptedLog(system, 9, 3)
                        .answersNext(ScriptedLog.answer(9, false, 1, 2))
                        .answersNext(ScriptedLog.answer(9, false)),
                    EventRange.all()))
        .hasMessage("scope 'lot': expected the event with sequence number 3 next, found none");
    assertThatThrownBy(
            () ->
                failure(
                    new ScriptedLog(system, 9, 3)
                        .answersNext(ScriptedLog.answer(9, false, 9, 8))
                        .answersNext(ScriptedLog.answer(9, false, 6)),
                    EventRange.backwards()))
        .hasMessage("scope 'lot': expected the event with sequence number 7 next, found 6");
  }

  private void failure(ScriptedLog log, EventRange range) throws Throwable {
    try {
      source(log, range)
          .runWith(Sink.ignore(), system)
          .toCompletableFuture()
          .get(StoreUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  void refusesRangesOfNothing() {
    assertThatThrownBy(() -> EventRange.forwards(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventRange.all().limit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eventsMax must be at least 1, found 0");
  }
}
