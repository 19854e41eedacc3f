package io.atomicstore.testkit;

import static io.atomicstore.testkit.QueryProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.atomicstore.journal.EventIdQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the index of event ids of every journal keeps. Each test has a store of its own, empty at
 * first, that outlives a restart.
 */
public abstract class EventIdQueryConformance {

  private static final UUID ID = new UUID(0x0190_1234_5678_7abcL, 0x8000_0000_0000_0001L);
  private static final UUID OTHER_ID = new UUID(0x0190_1234_5678_7abcL, 0x8000_0000_0000_0002L);

  private Config config;
  private ActorSystem system;
  private EventIdQuery queries;

  /** A configuration whose default journal writes to an empty store, a new one at each call. */
  protected abstract Config config();

  /** The queries over what the journal of {@code system} writes. */
  protected abstract EventIdQuery queries(ActorSystem system);

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

  @Test
  public void findsAnEventInItsLog() {
    await(writer("lot-1").storeIdentified(event(ID), event(OTHER_ID)));

    assertThat(find("lot-1", ID)).isEqualTo(1);
    assertThat(find("lot-1", OTHER_ID)).isEqualTo(2);
  }

  @Test
  public void findsNothingByAnIdThatTheLogDoesNotHave() {
    await(writer("lot-1").storeIdentified(event(ID)));

    assertThat(find("lot-1", OTHER_ID)).isZero();
    assertThat(find("nothing", ID)).isZero();
  }

  @Test
  public void keepsTheIdsOfLogsApart() {
    await(writer("lot-1").storeIdentified(event(OTHER_ID), event(ID)));
    await(writer("lot-10").storeIdentified(event(ID)));
    await(writer("Лот 3/ü|%").storeIdentified(event(OTHER_ID)));

    assertThat(find("lot-1", ID)).isEqualTo(2);
    assertThat(find("lot-10", ID)).isEqualTo(1);
    assertThat(find("lot-10", OTHER_ID)).isZero();
    assertThat(find("Лот 3/ü|%", OTHER_ID)).isEqualTo(1);
  }

  @Test
  public void entersNoEventThatHasNoId() {
    EventWriter writer = writer("lot-1");
    await(writer.storeIdentified(new IdentifiedText(null, "without")));
    await(writer.store("a text"));
    await(writer.storeIdentified(event(ID)));

    assertThat(find("lot-1", ID)).isEqualTo(3);
    assertThat(find("lot-1", new UUID(0, 0))).isZero();
  }

  @Test
  public void findsAnEventThatCarriesTags() {
    await(writer("lot-1").storeIdentifiedAndTagged(event(ID), "watch"));

    assertThat(find("lot-1", ID)).isEqualTo(1);
  }

  @Test
  public void findsNoDeletedEvent() {
    EventWriter writer = writer("lot-1");
    await(writer.storeIdentified(event(ID), event(OTHER_ID)));

    await(writer.deleteUpTo(1));

    assertThat(find("lot-1", ID)).isZero();
    assertThat(find("lot-1", OTHER_ID)).isEqualTo(2);
  }

  @Test
  public void findsAnIdThatWasGivenAgainAfterItsEventWasDeleted() {
    EventWriter writer = writer("lot-1");
    await(writer.storeIdentified(event(ID)));
    await(writer.deleteUpTo(1));

    await(writer.storeIdentified(event(ID)));

    assertThat(find("lot-1", ID)).isEqualTo(2);
  }

  @Test
  public void findsEventsAgainAfterARestart() {
    await(writer("lot-1").storeIdentified(event(ID)));

    stop();
    startAgain();

    assertThat(find("lot-1", ID)).isEqualTo(1);
  }

  @Test
  public void findsWhatIsDurableAtOnceWhileManyLogsAreWritten() {
    List<CompletionStage<Long>> found = new ArrayList<>();
    List<Long> expected = new ArrayList<>();
    for (int log = 0; log < 8; log++) {
      String persistenceId = "lot-" + log;
      EventWriter writer = writer(persistenceId);
      for (long sequenceNr = 1; sequenceNr <= 200; sequenceNr++) {
        UUID id = new UUID(0x0190_0000_0000_7000L, sequenceNr);
        found.add(
            writer
                .storeIdentified(event(id))
                .thenCompose(stored -> queries.sequenceNrOf(persistenceId, id)));
        expected.add(sequenceNr);
      }
    }

    List<Long> answers = found.stream().map(QueryProbe::await).toList();

    assertThat(answers).isEqualTo(expected);
  }

  /** Stores and deletes at random, restarts included; the seed is the parameter. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  public void findsWhatAModelFinds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<UUID, Long>> model = new HashMap<>();
    Map<String, Long> highest = new HashMap<>();
    for (int opening = 0; opening < 3; opening++) {
      Map<String, EventWriter> writers = new HashMap<>();
      for (int step = 0; step < 100; step++) {
        String log = "lot-" + random.nextInt(4);
        EventWriter writer = writers.computeIfAbsent(log, this::writer);
        Map<UUID, Long> ids = model.computeIfAbsent(log, key -> new HashMap<>());
        long last = highest.getOrDefault(log, 0L);
        if (random.nextInt(15) == 0) {
          long upTo = random.nextLong(last + 1);
          await(writer.deleteUpTo(upTo));
          ids.values().removeIf(sequenceNr -> sequenceNr <= upTo);
        } else {
          UUID id = new UUID(0x0190_0000_0000_7000L, random.nextLong(1_000));
          await(
              ids.containsKey(id)
                  ? writer.store("without an id")
                  : writer.storeIdentified(event(id)));
          ids.putIfAbsent(id, last + 1);
          highest.put(log, last + 1);
        }
      }
      model.forEach((log, ids) -> assertFinds(log, ids));
      stop();
      startAgain();
    }
    model.forEach((log, ids) -> assertFinds(log, ids));
  }

  private void assertFinds(String log, Map<UUID, Long> ids) {
    Map<UUID, CompletionStage<Long>> found = new HashMap<>();
    for (long lowerHalf = 0; lowerHalf < 1_000; lowerHalf++) {
      UUID id = new UUID(0x0190_0000_0000_7000L, lowerHalf);
      found.put(id, queries.sequenceNrOf(log, id));
    }
    found.forEach(
        (id, sequenceNr) ->
            assertThat(await(sequenceNr))
                .as("%s in %s", id, log)
                .isEqualTo(ids.getOrDefault(id, 0L)));
  }

  private void startAgain() {
    system = ActorSystem.create("event-ids", config);
    queries = queries(system);
  }

  private long find(String persistenceId, UUID id) {
    return await(queries.sequenceNrOf(persistenceId, id));
  }

  private EventWriter writer(String persistenceId) {
    return EventWriter.of(system, persistenceId);
  }

  private static IdentifiedText event(UUID id) {
    return new IdentifiedText(id, "event " + id);
  }
}
