package io.atomicstore.testkit;

import static io.atomicstore.testkit.QueryProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.atomicstore.journal.OffsetBeyondEndException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the queries of every journal keep. Each test has a store of its own, empty at first.
 *
 * <p>An event has one offset, the same in every query. Offsets rise in the order in which events
 * become visible, so that a reader who goes on after the last offset it saw misses none.
 *
 * @param <Q> the queries of the journal: all that Pekko knows of, and {@link #allEvents}
 */
public abstract class ReadJournalConformance<
    Q extends
        PersistenceIdsQuery & CurrentPersistenceIdsQuery & EventsByPersistenceIdQuery
            & CurrentEventsByPersistenceIdQuery & EventsByTagQuery & CurrentEventsByTagQuery> {

  private static final long END = Long.MAX_VALUE;

  private ActorSystem system;
  private Q queries;

  /** A configuration whose default journal writes to an empty store, a new one at each call. */
  protected abstract Config config();

  /** The queries over what the journal of {@code system} writes. */
  protected abstract Q queries(ActorSystem system);

  /** All events of the store that come after {@code offset}, then each new one. */
  protected abstract Source<EventEnvelope, NotUsed> allEvents(Q queries, Offset offset);

  /** All events of the store that come after {@code offset}. */
  protected abstract Source<EventEnvelope, NotUsed> currentAllEvents(Q queries, Offset offset);

  @BeforeEach
  final void start() {
    system = ActorSystem.create("read-journal", config());
    queries = queries(system);
  }

  @AfterEach
  final void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  public void showsTheEventsOfALogInOrder() {
    await(writer("lot-1").store("a", "b", "c"));
    await(writer("lot-10").store("of another log"));

    List<EventEnvelope> events = all(queries.currentEventsByPersistenceId("lot-1", 1, END));

    assertThat(events).extracting(EventEnvelope::event).containsExactly("a", "b", "c");
    assertThat(events).extracting(EventEnvelope::sequenceNr).containsExactly(1L, 2L, 3L);
    assertThat(events).allMatch(event -> event.persistenceId().equals("lot-1"));
    assertThat(events).allMatch(event -> event.timestamp() > 0);
  }

  @Test
  public void includesBothEndsOfARange() {
    await(writer("lot-1").store("a", "b", "c", "d"));

    List<EventEnvelope> events = all(queries.currentEventsByPersistenceId("lot-1", 2, 3));

    assertThat(events).extracting(EventEnvelope::event).containsExactly("b", "c");
  }

  @Test
  public void completesAtOnceForALogWithoutEvents() {
    List<EventEnvelope> events = all(queries.currentEventsByPersistenceId("nothing", 1, END));

    assertThat(events).isEmpty();
  }

  @Test
  public void goesOnWithNewEventsOfALog() {
    EventWriter writer = writer("lot-1");
    await(writer.store("old"));
    try (QueryProbe<EventEnvelope> live = run(queries.eventsByPersistenceId("lot-1", 1, END))) {
      assertThat(live.next(1)).extracting(EventEnvelope::event).containsExactly("old");

      await(writer("lot-2").store("of another log"));
      await(writer.store("new", "newer"));

      assertThat(live.next(2)).extracting(EventEnvelope::event).containsExactly("new", "newer");
    }
  }

  @Test
  public void completesALiveQueryAtItsEnd() {
    EventWriter writer = writer("lot-1");
    QueryProbe<EventEnvelope> live = run(queries.eventsByPersistenceId("lot-1", 1, 2));

    await(writer.store("a", "b", "c"));

    assertThat(live.rest()).extracting(EventEnvelope::event).containsExactly("a", "b");
  }

  @Test
  public void showsWhatWasThereWhenACurrentQueryBegan() {
    EventWriter writer = writer("lot-1");
    await(writer.store("a", "b"));
    QueryProbe<EventEnvelope> current = run(currentAllEvents(queries, Offset.noOffset()));
    List<EventEnvelope> first = current.next(1);

    await(writer.store("later"));

    assertThat(first).extracting(EventEnvelope::event).containsExactly("a");
    assertThat(current.rest()).extracting(EventEnvelope::event).containsExactly("b");
  }

  @Test
  public void listsEachLogOnce() {
    await(writer("lot-1").store("a", "b"));
    await(writer("lot-2").store("c"));
    await(writer("Лот 3/ü|%").store("d"));

    List<String> logs = QueryProbe.run(queries.currentPersistenceIds(), system).rest();

    assertThat(logs).containsExactlyInAnyOrder("lot-1", "lot-2", "Лот 3/ü|%");
  }

  @Test
  public void goesOnWithNewLogs() {
    EventWriter first = writer("lot-1");
    await(first.store("a"));
    try (QueryProbe<String> live = QueryProbe.run(queries.persistenceIds(), system)) {
      assertThat(live.next(1)).containsExactly("lot-1");

      await(first.store("b"));
      await(writer("lot-2").store("c"));

      assertThat(live.next(1)).containsExactly("lot-2");
    }
  }

  @Test
  public void findsEventsByTagAcrossLogs() {
    await(writer("lot-1").storeTagged("a", "watch", "cartier"));
    await(writer("lot-2").store("untagged"));
    await(writer("lot-3").storeTagged("b", "watch"));
    await(writer("lot-4").storeTagged("c", "watches"));

    List<EventEnvelope> events = all(queries.currentEventsByTag("watch", Offset.noOffset()));

    assertThat(events).extracting(EventEnvelope::event).containsExactly("a", "b");
    assertThat(events).extracting(EventEnvelope::persistenceId).containsExactly("lot-1", "lot-3");
  }

  @Test
  public void goesOnByTagFromAnOffset() {
    EventWriter writer = writer("lot-1");
    await(writer.storeTagged("a", "watch"));
    await(writer.storeTagged("b", "watch"));
    Offset seen = all(queries.currentEventsByTag("watch", Offset.noOffset())).get(0).offset();
    try (QueryProbe<EventEnvelope> live = run(queries.eventsByTag("watch", seen))) {

      await(writer.storeTagged("c", "watch"));

      assertThat(live.next(2)).extracting(EventEnvelope::event).containsExactly("b", "c");
    }
  }

  @Test
  public void givesAnEventTheSameOffsetInEveryQuery() {
    await(writer("lot-1").store("before"));
    await(writer("lot-2").storeTagged("x", "watch"));

    Offset ofLog = all(queries.currentEventsByPersistenceId("lot-2", 1, END)).get(0).offset();

    assertThat(all(queries.currentEventsByTag("watch", Offset.noOffset())).get(0).offset())
        .isEqualTo(ofLog);
    assertThat(all(currentAllEvents(queries, Offset.noOffset())).get(1).offset()).isEqualTo(ofLog);
  }

  @Test
  public void resumesFromEveryOffset() {
    await(writer("lot-1").store("a", "b", "c"));
    await(writer("lot-2").store("d", "e"));
    List<EventEnvelope> events = all(currentAllEvents(queries, Offset.noOffset()));

    for (int seen = 1; seen <= events.size(); seen++) {
      Offset offset = events.get(seen - 1).offset();
      assertThat(all(currentAllEvents(queries, offset)))
          .as("after %s", offset)
          .isEqualTo(events.subList(seen, events.size()));
    }
  }

  @Test
  public void misleadsNoReaderWhileManyLogsAreWritten() {
    int logs = 8;
    int eventsOfEach = 250;
    try (QueryProbe<EventEnvelope> live = run(allEvents(queries, Offset.noOffset()))) {
      List<CompletionStage<Done>> writes = new ArrayList<>();
      for (int log = 0; log < logs; log++) {
        EventWriter writer = writer("lot-" + log);
        for (int i = 1; i <= eventsOfEach; i++) {
          writes.add(writer.store("event " + i));
        }
      }

      List<EventEnvelope> seen = live.next(logs * eventsOfEach);

      writes.forEach(QueryProbe::await);
      assertThat(seen).extracting(event -> ((Sequence) event.offset()).value()).isSorted();
      for (int log = 0; log < logs; log++) {
        String id = "lot-" + log;
        assertThat(seen.stream().filter(event -> event.persistenceId().equals(id)))
            .extracting(EventEnvelope::sequenceNr)
            .containsExactlyElementsOf(
                IntStream.rangeClosed(1, eventsOfEach).asLongStream().boxed().toList());
      }
    }
  }

  @Test
  public void waitsForASlowReader() {
    EventWriter writer = writer("lot-1");
    String[] events =
        IntStream.rangeClosed(1, 3_000).mapToObj(Integer::toString).toArray(String[]::new);
    try (QueryProbe<EventEnvelope> live = run(queries.eventsByPersistenceId("lot-1", 1, END))) {
      await(writer.store("0"));
      List<EventEnvelope> first = live.next(1);

      await(writer.store(events));

      assertThat(first).extracting(EventEnvelope::event).containsExactly("0");
      assertThat(live.next(events.length))
          .extracting(EventEnvelope::event)
          .containsExactly((Object[]) events);
    }
  }

  @Test
  public void refusesAnOffsetBehindTheLastEventOfTheStore() {
    await(writer("lot-1").storeTagged("a", "watch"));
    await(writer("lot-2").store("b"));
    Offset beyond = Offset.sequence(1_000_000);

    for (Source<EventEnvelope, NotUsed> query :
        List.of(
            queries.eventsByTag("watch", beyond),
            queries.currentEventsByTag("watch", beyond),
            allEvents(queries, beyond),
            currentAllEvents(queries, beyond))) {
      assertThatThrownBy(() -> all(query))
          .hasRootCauseInstanceOf(OffsetBeyondEndException.class)
          .rootCause()
          .hasMessageContaining("got 1000000");
    }
  }

  @Test
  public void leavesOutDeletedEvents() {
    EventWriter writer = writer("lot-1");
    await(writer.storeTagged("a", "watch"));
    await(writer.storeTagged("b", "watch"));

    await(writer.deleteUpTo(1));

    assertThat(all(queries.currentEventsByPersistenceId("lot-1", 1, END))).hasSize(1);
    assertThat(all(queries.currentEventsByTag("watch", Offset.noOffset()))).hasSize(1);
    assertThat(all(currentAllEvents(queries, Offset.noOffset())))
        .extracting(EventEnvelope::event)
        .containsExactly("b");
  }

  private EventWriter writer(String persistenceId) {
    return EventWriter.of(system, persistenceId);
  }

  private QueryProbe<EventEnvelope> run(Source<EventEnvelope, NotUsed> query) {
    return QueryProbe.run(query, system);
  }

  private List<EventEnvelope> all(Source<EventEnvelope, NotUsed> query) {
    return run(query).rest();
  }
}
