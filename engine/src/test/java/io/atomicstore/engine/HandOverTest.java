package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that holds logs leaves the cluster while originators go on: nothing is lost. */
@Tag("slow")
final class HandOverTest {

  private static final int SCOPES = 6;
  private static final int ORIGINATORS = 6;

  /** The ways to run in a cluster. */
  enum Way {
    SINGLETON,
    SHARDED;

    AtomicStore<Note, Reason> start(ClusterNode node) {
      AtomicStoreBuilder<Note, Reason> builder =
          StoreUnderTest.builder()
              .validationTimeout(Duration.ofSeconds(1))
              .submissionTimeout(Duration.ofSeconds(1));
      return this == SINGLETON
          ? builder.startSingleton(node.system())
          : builder.startSharded(node.system());
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAllAndKeepsWhatItAccepted(Way way) throws Exception {
    StoredInMemory stored = StoredInMemory.create();
    ExecutorService originators = Executors.newFixedThreadPool(ORIGINATORS);
    try (ClusterNode leaving = ClusterNode.first(ControlledJournal.on(stored))) {
      way.start(leaving);
      try (ClusterNode staying = leaving.another(ControlledJournal.on(stored))) {
        AtomicStore<Note, Reason> store = way.start(staying);
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch underWay = new CountDownLatch(100);
        List<Result<Note, Reason, String>> results =
            Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < ORIGINATORS; i++) {
          String name = "originator " + i + ", event ";
          running.add(
              originators.submit(
                  () -> {
                    for (int n = 0; !isOver.get(); n++) {
                      results.add(store(store, Note.of("lot " + n % SCOPES, name + n)));
                      underWay.countDown();
                    }
                  }));
        }
        underWay.await();

        leaving.leave();
        for (int scope = 0; scope < SCOPES; scope++) {
          onceAccepted(store, Note.of("lot " + scope, "after"));
        }
        isOver.set(true);
        for (Future<?> one : running) {
          one.get();
        }

        Map<EventId, Long> inTheLogs = eventsOf(store, staying.system());
        assertThat(results)
            .filteredOn(Result::wasAccepted)
            .hasSizeGreaterThan(50)
            .allSatisfy(
                result ->
                    assertThat(inTheLogs)
                        .containsEntry(
                            result.prospectiveEvent().eventId(),
                            ((Result.Accepted<Note, Reason, String>) result).sequenceNr()));
        assertThat(results)
            .filteredOn(
                result -> result instanceof Result.Unavailable || result instanceof Result.TimedOut)
            .allSatisfy(
                result ->
                    assertThat(inTheLogs).doesNotContainKey(result.prospectiveEvent().eventId()));
      }
    } finally {
      originators.shutdownNow();
    }
  }

  private static Result<Note, Reason, String> store(AtomicStore<Note, Reason> store, Note note) {
    return StoreUnderTest.await(store.storeIfValid(note, (event, past) -> Decision.accept()));
  }

  private static void onceAccepted(AtomicStore<Note, Reason> store, Note note) {
    Result<Note, Reason, String> result = store(store, note);
    while (!result.wasAccepted()) {
      result = store(store, note);
    }
  }

  private static Map<EventId, Long> eventsOf(AtomicStore<Note, Reason> store, ActorSystem system) {
    Map<EventId, Long> events = new HashMap<>();
    for (int scope = 0; scope < SCOPES; scope++) {
      long next = 1;
      for (StoredEvent<Note> event :
          StoreUnderTest.await(
              store.events(new ScopeId("lot " + scope)).runWith(Sink.seq(), system))) {
        assertThat(event.sequenceNr()).isEqualTo(next);
        assertThat(events.put(event.eventId(), next)).isNull();
        next++;
      }
    }
    return events;
  }
}
