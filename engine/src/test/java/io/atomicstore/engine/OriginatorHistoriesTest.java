package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.Decider;
import io.atomicstore.originator.EventIds;
import io.atomicstore.originator.OpenConversations;
import io.atomicstore.originator.OriginatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Originators of all kinds race from many threads for a few scopes of {@link FaultyLogs}: every
 * decision that counts must be taken on exactly the log. What threads do is not repeated by a seed,
 * but {@code -Datomicstore.originators.seed=…} repeats the faults.
 */
final class OriginatorHistoriesTest {

  private static final long SEED =
      Long.getLong("atomicstore.originators.seed", System.nanoTime() & 0xFFFF);
  private static final int THREADS = 8;
  private static final int SCOPES = 3;

  private final ActorSystem system = ActorSystem.create("histories");
  private final ExecutorService validations = Executors.newFixedThreadPool(4);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private interface Way {
    CompletionStage<Result<Note, Reason, Object>> submit(ProspectiveEvent<Note> event);
  }

  @AfterEach
  void stop() {
    TestKit.shutdownActorSystem(system);
    validations.shutdownNow();
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"1000000, 200", "500, 60", "60, 20"})
  void everyDecisionThatCountsIsTakenOnExactlyTheLog(int faultOneIn, int eventsOfEach)
      throws Exception {
    ActorRef logs = system.actorOf(FaultyLogs.props(SEED, faultOneIn), "logs");
    List<Way> ways = ways(logs);
    List<Future<List<Result<Note, Reason, Object>>>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int nr = i;
      running.add(threads.submit(() -> submitAll(ways, nr, eventsOfEach)));
    }
    List<Result<Note, Reason, Object>> results = new ArrayList<>();
    for (Future<List<Result<Note, Reason, Object>>> one : running) {
      results.addAll(one.get(120, TimeUnit.SECONDS));
    }

    Map<ScopeId, List<StoredEvent<Note>>> durable = durable(logs);

    assertThat(results).as("seed %d", SEED).hasSize(THREADS * eventsOfEach);
    results.forEach(
        result ->
            assertTrue(
                result, durable.getOrDefault(result.prospectiveEvent().scopeId(), List.of())));
    durable.values().forEach(OriginatorHistoriesTest::assertNoSubmissionTwice);
    assertThat(results.stream().filter(Result::wasAccepted).count())
        .as("seed %d", SEED)
        .isGreaterThan(results.size() / 4);
  }

  /** Of all kinds, some of which keep fewer states than there are scopes. */
  private List<Way> ways(ActorRef logs) {
    CountingFold fold = new CountingFold();
    OriginatorSettings few = OriginatorSettings.DEFAULT.withStatesMax(1);
    Conversations<CountingFold.Counted, Note, Reason> ahead =
        originator(logs, "ahead", Conversations.Judging.ahead(fold), OriginatorSettings.DEFAULT);
    Conversations<CountingFold.Counted, Note, Reason> forgetful =
        originator(logs, "forgetful", Conversations.Judging.ahead(fold), few);
    Conversations<CountingFold.Counted, Note, Reason> asked =
        originator(logs, "asked", Conversations.Judging.whenAsked(fold), few);
    Conversations<EventList<Note>, Note, Reason> lists =
        originator(
            logs,
            "lists",
            Conversations.Judging.whenAsked(new EventListFold<>()),
            OriginatorSettings.DEFAULT);
    Decider<CountingFold.Counted, Note, Reason> decider =
        (event, past) -> CompletableFuture.completedFuture(fold.decideAll(past, event.events()));
    Duration timeout = Duration.ofMillis(800);
    return List.of(
        event -> ahead.submit(event, timeout, null),
        event -> forgetful.submit(event, timeout, null),
        event -> asked.submit(event, timeout, decider),
        event ->
            lists.submit(
                event,
                timeout,
                new ValidatorDecider<>(
                    (note, past) -> CompletableFuture.completedFuture(fold.decide(past, note)))),
        event ->
            lists.submit(
                event,
                timeout,
                new ValidatorDecider<>(
                    (note, past) ->
                        CompletableFuture.supplyAsync(
                            () -> fold.decide(past, note), validations))));
  }

  private <S> Conversations<S, Note, Reason> originator(
      ActorRef logs,
      String name,
      Conversations.Judging<S, Note, Reason> judging,
      OriginatorSettings settings) {
    OpenConversations<S, Note, Reason> open =
        new OpenConversations<>(Reason.TIMED_OUT, validations, validations, System::nanoTime);
    ActorRef actor = system.actorOf(OriginatorActor.props(open), name);
    return new Conversations<>(
        new Conversations.Surroundings<>(
            judging,
            decision -> decision,
            open,
            new ReceptionistLine<>(logs, actor),
            new LoggedStateFaults()),
        settings,
        Duration.ofMillis(500));
  }

  /**
   * Keeps up to six submissions open, and now and then submits again what became of which is
   * unknown.
   */
  private static List<Result<Note, Reason, Object>> submitAll(
      List<Way> ways, int nr, int eventsOfEach) {
    SplittableRandom random = new SplittableRandom(SEED * 100 + nr);
    List<Result<Note, Reason, Object>> results = new ArrayList<>();
    List<CompletionStage<Result<Note, Reason, Object>>> open = new ArrayList<>();
    for (int i = 0; i < eventsOfEach; i++) {
      open.add(ways.get(random.nextInt(ways.size())).submit(event(nr, i, random)));
      if (open.size() > random.nextInt(6)) {
        open.forEach(stage -> results.add(StoreUnderTest.await(stage)));
        open.clear();
        Result<Note, Reason, Object> last = results.get(results.size() - 1);
        if (last instanceof Result.Unknown) {
          Way way = ways.get(random.nextInt(ways.size()));
          results.set(
              results.size() - 1, StoreUnderTest.await(way.submit(last.prospectiveEvent())));
        }
      }
    }
    open.forEach(stage -> results.add(StoreUnderTest.await(stage)));
    return results;
  }

  private static ProspectiveEvent<Note> event(int nr, int i, SplittableRandom random) {
    String scope = "scope " + random.nextInt(SCOPES);
    List<Note> notes = new ArrayList<>();
    do {
      notes.add(Note.of(scope, nr + "-" + i + "-" + notes.size()));
    } while (random.nextInt(5) == 0);
    return new ProspectiveEvent<>(new ScopeId(scope), EventIds.next(), notes, false);
  }

  @SuppressWarnings("unchecked") // The logs answer with that.
  private static Map<ScopeId, List<StoredEvent<Note>>> durable(ActorRef logs) {
    return (Map<ScopeId, List<StoredEvent<Note>>>)
        StoreUnderTest.await(Patterns.ask(logs, new FaultyLogs.End(), StoreUnderTest.PATIENCE));
  }

  private static void assertTrue(Result<Note, Reason, Object> result, List<StoredEvent<Note>> log) {
    List<Note> notes = result.prospectiveEvent().events();
    if (result instanceof Result.Accepted<Note, Reason, Object> accepted) {
      int first = (int) accepted.sequenceNr() - 1;
      assertThat(log.subList(first, first + notes.size()))
          .as("seed %d, %s", SEED, result)
          .extracting(StoredEvent::event)
          .isEqualTo(notes);
      assertThat(accepted.meta())
          .as("seed %d, %s was decided on what precedes its last event", SEED, result)
          .isEqualTo(states(log).get(first + notes.size() - 1));
    } else if (result instanceof Result.Rejected<Note, Reason, Object> rejected) {
      assertThat(rejected.cause()).as("seed %d, %s", SEED, result).isNull();
      assertThat(rejectedOn(log, notes))
          .as("seed %d, %s", SEED, result)
          .contains(String.valueOf(rejected.meta()));
      assertNotStored(result, log);
    } else if (!(result instanceof Result.Unknown)) {
      assertNotStored(result, log);
    }
  }

  private static void assertNotStored(
      Result<Note, Reason, Object> result, List<StoredEvent<Note>> log) {
    boolean isRepeated = result instanceof Result.Unavailable;
    if (!isRepeated) {
      assertThat(log)
          .as("seed %d, %s", SEED, result)
          .extracting(StoredEvent::eventId)
          .doesNotContain(result.prospectiveEvent().eventId());
    }
  }

  /** What is passed on by decisions on the first 0, 1, 2, … events. */
  private static List<String> states(List<StoredEvent<Note>> log) {
    List<String> states = new ArrayList<>();
    CountingFold.Counted state = new CountingFold().initial(new ScopeId("lot"));
    states.add(state.toString());
    for (StoredEvent<Note> event : log) {
      state = state.and(event.event());
      states.add(state.toString());
    }
    return states;
  }

  /** The states on which these notes are rejected, on some first part of the log. */
  private static Set<String> rejectedOn(List<StoredEvent<Note>> log, List<Note> notes) {
    CountingFold fold = new CountingFold();
    Set<String> states = new HashSet<>();
    CountingFold.Counted past = fold.initial(new ScopeId("lot"));
    for (int i = 0; i <= log.size(); i++) {
      CountingFold.Counted before = past;
      for (Note note : notes) {
        if (fold.decide(before, note) instanceof io.atomicstore.core.Decision.Reject) {
          states.add(before.toString());
          break;
        }
        before = before.and(note);
      }
      past = i < log.size() ? past.and(log.get(i).event()) : past;
    }
    return states;
  }

  private static void assertNoSubmissionTwice(List<StoredEvent<Note>> log) {
    Map<EventId, Long> lastOf = new HashMap<>();
    for (StoredEvent<Note> event : log) {
      Long before = lastOf.put(event.eventId(), event.sequenceNr());
      assertThat(before == null || before == event.sequenceNr() - 1)
          .as("seed %d, %s", SEED, event)
          .isTrue();
    }
    assertThat(log).extracting(stored -> stored.event().text()).doesNotHaveDuplicates();
  }
}
