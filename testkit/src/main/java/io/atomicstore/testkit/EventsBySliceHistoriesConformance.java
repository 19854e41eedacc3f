package io.atomicstore.testkit;

import static io.atomicstore.testkit.QueryProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.typed.EventEnvelope;
import org.apache.pekko.persistence.query.typed.javadsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers of slices while many logs are written at random: whatever the moment at which a reader
 * stops and goes on, also behind a restart, it is shown every event of its slices once, and those
 * of a log in their order.
 *
 * @param <Q> the queries of the journal
 */
public abstract class EventsBySliceHistoriesConformance<
    Q extends EventsBySliceQuery & CurrentEventsBySliceQuery> {

  private static final int READERS = 4;
  private static final int LOGS_OF_EACH_TYPE = 6;
  private static final int ROUNDS = 6;
  private static final int WRITES_OF_A_ROUND = 150;

  private Config config;
  private ActorSystem system;

  /** A configuration whose default journal writes to an empty store, a new one at each call. */
  protected abstract Config config();

  /** The queries over what the journal of {@code system} writes. */
  protected abstract Q queries(ActorSystem system);

  @BeforeEach
  final void start() {
    config = config();
    startAgain();
  }

  @AfterEach
  final void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  /** What one reader was shown so far. */
  private record Shown(Pair<Integer, Integer> slices, List<EventEnvelope<String>> events) {
    Offset offset() {
      return events.isEmpty() ? Offset.noOffset() : events.get(events.size() - 1).offset();
    }
  }

  /** The seed is the parameter; how threads take turns is not in its hand. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  public void showsEveryEventOnceWhileLogsAreWrittenAndTheStoreIsRestarted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Long> stored = new HashMap<>();
    List<Shown> readers =
        queries(system).sliceRanges(READERS).stream()
            .map(slices -> new Shown(slices, new ArrayList<>()))
            .toList();

    for (int round = 0; round < ROUNDS; round++) {
      List<CompletionStage<Done>> writes = writeAtRandom(random, stored);
      for (Shown reader : readers) {
        readSome(reader, random.nextInt(60), stored);
      }
      writes.forEach(QueryProbe::await);
      if (random.nextBoolean()) {
        stop();
        startAgain();
      }
    }
    readers.forEach(reader -> readSome(reader, Integer.MAX_VALUE, stored));

    readers.forEach(reader -> assertIsWhole(reader, stored));
  }

  /** What is deleted while a query reads is shown or left out, and taken for damage never. */
  @Test
  public void showsWhatIsLeftWhileEventsAreDeleted() {
    long events = 300;
    String[] texts =
        LongStream.rangeClosed(1, events).mapToObj(Long::toString).toArray(String[]::new);
    List<CompletableFuture<Done>> deletions = new ArrayList<>();
    for (int log = 0; log < LOGS_OF_EACH_TYPE; log++) {
      EventWriter writer = EventWriter.of(system, "lot|" + log);
      await(writer.store(texts));
      deletions.add(deleteByAndBy(writer, 7, events - 1).toCompletableFuture());
    }
    CompletableFuture<Void> allDeleted =
        CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new));

    boolean isLast = false;
    while (!isLast) {
      isLast = allDeleted.isDone();
      Map<String, Long> shown = new HashMap<>();
      for (EventEnvelope<String> event : currentEvents()) {
        Long before = shown.put(event.persistenceId(), event.sequenceNr());
        assertThat(event.sequenceNr()).isGreaterThan(before == null ? 0 : before);
      }
      assertThat(shown)
          .hasSize(LOGS_OF_EACH_TYPE)
          .allSatisfy((log, last) -> assertThat(last).isEqualTo(events));
    }

    assertThat(currentEvents()).hasSize(LOGS_OF_EACH_TYPE);
  }

  private static CompletionStage<Done> deleteByAndBy(EventWriter writer, long upTo, long end) {
    CompletionStage<Done> deleted = writer.deleteUpTo(upTo);
    return upTo == end
        ? deleted
        : deleted.thenCompose(done -> deleteByAndBy(writer, Math.min(end, upTo + 7), end));
  }

  private List<EventEnvelope<String>> currentEvents() {
    int lastSlice = 1_023;
    try (QueryProbe<EventEnvelope<String>> current =
        QueryProbe.run(
            queries(system).<String>currentEventsBySlices("lot", 0, lastSlice, Offset.noOffset()),
            system)) {
      return current.rest();
    }
  }

  private List<CompletionStage<Done>> writeAtRandom(
      SplittableRandom random, Map<String, Long> stored) {
    Map<String, EventWriter> writers = new HashMap<>();
    List<CompletionStage<Done>> writes = new ArrayList<>();
    for (int write = 0; write < WRITES_OF_A_ROUND; write++) {
      String type = random.nextInt(3) == 0 ? "bid|" : "lot|";
      // Names that are alike would have neighbouring slices.
      String log = type + "x".repeat(random.nextInt(LOGS_OF_EACH_TYPE));
      int events = 1 + random.nextInt(4);
      stored.merge(log, (long) events, Long::sum);
      EventWriter writer = writers.computeIfAbsent(log, id -> EventWriter.of(system, id));
      writes.add(
          writer.store(IntStream.range(0, events).mapToObj(i -> log).toArray(String[]::new)));
    }
    return writes;
  }

  /** Goes on where the reader stopped, for so many events, or for all that will be there. */
  private void readSome(Shown reader, int eventsMax, Map<String, Long> stored) {
    long left = expected(reader, stored).values().stream().mapToLong(Long::longValue).sum();
    int count = (int) Math.min(eventsMax, left - reader.events().size());
    try (QueryProbe<EventEnvelope<String>> live =
        QueryProbe.run(
            queries(system)
                .<String>eventsBySlices(
                    "lot", reader.slices().first(), reader.slices().second(), reader.offset()),
            system)) {
      reader.events().addAll(live.next(count));
    }
  }

  private void startAgain() {
    system = ActorSystem.create("histories", config);
  }

  private Map<String, Long> expected(Shown reader, Map<String, Long> stored) {
    Map<String, Long> its = new HashMap<>();
    stored.forEach(
        (log, events) -> {
          int slice = queries(system).sliceForPersistenceId(log);
          if (log.startsWith("lot|")
              && slice >= reader.slices().first()
              && slice <= reader.slices().second()) {
            its.put(log, events);
          }
        });
    return its;
  }

  private void assertIsWhole(Shown reader, Map<String, Long> stored) {
    Map<String, Long> last = new HashMap<>();
    long offset = 0;
    for (EventEnvelope<String> event : reader.events()) {
      assertThat(((Sequence) event.offset()).value()).isGreaterThan(offset);
      assertThat(event.sequenceNr())
          .as("next of %s", event.persistenceId())
          .isEqualTo(last.getOrDefault(event.persistenceId(), 0L) + 1);
      assertThat(event.event()).isEqualTo(event.persistenceId());
      offset = ((Sequence) event.offset()).value();
      last.put(event.persistenceId(), event.sequenceNr());
    }
    assertThat(last).isEqualTo(expected(reader, stored));
  }
}
