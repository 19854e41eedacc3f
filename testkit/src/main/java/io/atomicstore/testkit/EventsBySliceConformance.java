package io.atomicstore.testkit;

import static io.atomicstore.testkit.QueryProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.atomicstore.journal.OffsetBeyondEndException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.typed.EventEnvelope;
import org.apache.pekko.persistence.query.typed.javadsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the queries by slices of every journal keep: what a subscription to all scopes of a store is
 * built on. Each test has a store of its own, empty at first. What holds while much is written is
 * in {@link EventsBySliceHistoriesConformance}.
 *
 * @param <Q> the queries of the journal
 */
public abstract class EventsBySliceConformance<
    Q extends EventsBySliceQuery & CurrentEventsBySliceQuery> {

  private static final int LAST_SLICE = 1_023;

  private ActorSystem system;
  private Q queries;

  /** A configuration whose default journal writes to an empty store, a new one at each call. */
  protected abstract Config config();

  /** The queries over what the journal of {@code system} writes. */
  protected abstract Q queries(ActorSystem system);

  @BeforeEach
  final void start() {
    system = ActorSystem.create("slices", config());
    queries = queries(system);
  }

  @AfterEach
  final void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  public void showsTheEventsOfOneEntityTypeInTheOrderInWhichTheyBecameDurable() {
    EventWriter first = writer("lot|1");
    await(first.store("a", "b"));
    await(writer("lots|1").store("of a type whose name begins alike"));
    await(writer("lot").store("of no type"));
    await(writer("lot|2").store("c"));
    await(first.store("d"));

    List<EventEnvelope<String>> events = all(current("lot", Offset.noOffset()));

    assertThat(events).extracting(EventEnvelope::event).containsExactly("a", "b", "c", "d");
    assertThat(events)
        .extracting(EventEnvelope::persistenceId)
        .containsExactly("lot|1", "lot|1", "lot|2", "lot|1");
    assertThat(events).extracting(EventEnvelope::sequenceNr).containsExactly(1L, 2L, 1L, 3L);
    assertThat(events).extracting(event -> ((Sequence) event.offset()).value()).isSorted();
  }

  @Test
  public void saysOfEachEventWhereItBelongs() {
    await(writer("lot|Лот 1|ü").store("a"));

    EventEnvelope<String> event = all(current("lot", Offset.noOffset())).get(0);

    assertThat(event.entityType()).isEqualTo("lot");
    assertThat(event.slice()).isEqualTo(queries.sliceForPersistenceId("lot|Лот 1|ü"));
    assertThat(event.timestamp()).isPositive();
    assertThat(event.getEventMetaData()).isEmpty();
  }

  @Test
  public void takesIdsWithoutASeparatorForOnesOfTheEmptyType() {
    await(writer("lot-1").store("a"));
    await(writer("lot|1").store("of another type"));

    List<EventEnvelope<String>> events = all(current("", Offset.noOffset()));

    assertThat(events).extracting(EventEnvelope::event).containsExactly("a");
  }

  @Test
  public void dividesTheEventsAmongTheRangesOfSlices() {
    List<String> expected = IntStream.range(0, 40).mapToObj(i -> "lot|" + i).toList();
    expected.forEach(log -> await(writer(log).store("of " + log)));
    List<String> found = new ArrayList<>();

    for (Pair<Integer, Integer> range : queries.sliceRanges(4)) {
      List<EventEnvelope<String>> events =
          all(
              queries.currentEventsBySlices(
                  "lot", range.first(), range.second(), Offset.noOffset()));
      assertThat(events).allMatch(event -> event.slice() >= range.first());
      assertThat(events).allMatch(event -> event.slice() <= range.second());
      events.forEach(event -> found.add(event.persistenceId()));
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  public void refusesSlicesThatDoNotExist() {
    assertThatThrownBy(() -> queries.eventsBySlices("lot", 0, LAST_SLICE + 1, Offset.noOffset()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queries.currentEventsBySlices("lot", 2, 1, Offset.noOffset()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  public void goesOnWithNewEvents() {
    EventWriter writer = writer("lot|1");
    await(writer.store("old"));
    try (QueryProbe<EventEnvelope<String>> live = run(live("lot", Offset.noOffset()))) {
      assertThat(live.next(1)).extracting(EventEnvelope::event).containsExactly("old");

      await(writer("bid|1").store("of another type"));
      await(writer("lot|2").store("new"));
      await(writer.store("newer"));

      assertThat(live.next(2)).extracting(EventEnvelope::event).containsExactly("new", "newer");
    }
  }

  @Test
  public void findsAnEventBehindManyOfOtherTypes() {
    EventWriter foreign = writer("bid|1");
    String[] much = IntStream.range(0, 2_000).mapToObj(Integer::toString).toArray(String[]::new);
    try (QueryProbe<EventEnvelope<String>> live = run(live("lot", Offset.noOffset()))) {
      for (String event : much) {
        foreign.store(event);
      }
      await(foreign.store(much));
      await(writer("lot|1").store("wanted"));

      assertThat(live.next(1)).extracting(EventEnvelope::event).containsExactly("wanted");
      assertThat(all(current("lot", Offset.noOffset()))).hasSize(1);
    }
  }

  @Test
  public void resumesFromEveryOffset() {
    EventWriter first = writer("lot|1");
    await(first.store("a", "b", "c"));
    await(writer("bid|1").store("of another type"));
    await(writer("lot|2").store("d", "e"));
    await(first.store("f"));
    List<EventEnvelope<String>> events = all(current("lot", Offset.noOffset()));

    for (int seen = 1; seen < events.size(); seen++) {
      Offset offset = events.get(seen - 1).offset();
      List<EventEnvelope<String>> rest = events.subList(seen, events.size());
      assertThat(all(current("lot", offset))).as("after %s", offset).isEqualTo(rest);
      try (QueryProbe<EventEnvelope<String>> live = run(live("lot", offset))) {
        assertThat(live.next(rest.size())).as("after %s", offset).isEqualTo(rest);
      }
    }
  }

  @Test
  public void waitsForASlowReader() {
    EventWriter writer = writer("lot|1");
    String[] events = IntStream.range(0, 3_000).mapToObj(Integer::toString).toArray(String[]::new);
    try (QueryProbe<EventEnvelope<String>> live = run(live("lot", Offset.noOffset()))) {
      await(writer.store("first"));
      List<EventEnvelope<String>> first = live.next(1);

      await(writer.store(events));

      assertThat(first).extracting(EventEnvelope::event).containsExactly("first");
      assertThat(live.next(events.length)).extracting(EventEnvelope::event).containsExactly(events);
    }
  }

  @Test
  public void leavesOutDeletedEvents() {
    EventWriter writer = writer("lot|1");
    await(writer.store("a", "b", "c"));

    await(writer.deleteUpTo(2));

    assertThat(all(current("lot", Offset.noOffset())))
        .extracting(EventEnvelope::event)
        .containsExactly("c");
  }

  @Test
  public void beginsBehindTheLastEventOfTheStore() {
    EventWriter writer = writer("lot|1");
    await(writer.store("a"));
    Offset last = all(current("lot", Offset.noOffset())).get(0).offset();
    try (QueryProbe<EventEnvelope<String>> live = run(live("lot", last))) {

      await(writer.store("b"));

      assertThat(live.next(1)).extracting(EventEnvelope::event).containsExactly("b");
    }
  }

  @Test
  public void refusesAnOffsetBehindTheLastEventOfTheStore() {
    await(writer("lot|1").store("a"));
    long last = ((Sequence) all(current("lot", Offset.noOffset())).get(0).offset()).value();

    for (long beyond : new long[] {last + 1, Long.MAX_VALUE}) {
      Offset offset = Offset.sequence(beyond);
      for (Source<EventEnvelope<String>, NotUsed> query :
          List.of(live("lot", offset), current("lot", offset))) {
        assertThatThrownBy(() -> all(query))
            .rootCause()
            .isInstanceOfSatisfying(
                OffsetBeyondEndException.class,
                refused -> {
                  assertThat(refused.offset()).isEqualTo(beyond);
                  assertThat(refused.lastOffset()).isEqualTo(last);
                });
      }
    }
  }

  private Source<EventEnvelope<String>, NotUsed> live(String entityType, Offset offset) {
    return queries.eventsBySlices(entityType, 0, LAST_SLICE, offset);
  }

  private Source<EventEnvelope<String>, NotUsed> current(String entityType, Offset offset) {
    return queries.currentEventsBySlices(entityType, 0, LAST_SLICE, offset);
  }

  private EventWriter writer(String persistenceId) {
    return EventWriter.of(system, persistenceId);
  }

  private QueryProbe<EventEnvelope<String>> run(Source<EventEnvelope<String>, NotUsed> query) {
    return QueryProbe.run(query, system);
  }

  private List<EventEnvelope<String>> all(Source<EventEnvelope<String>, NotUsed> query) {
    return run(query).rest();
  }
}
