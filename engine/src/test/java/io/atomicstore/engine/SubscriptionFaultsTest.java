package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.PoisonPill;
import org.junit.jupiter.api.RepeatedTest;

/** Subscribers get exactly the logs although those die again and again, and writes fail. */
final class SubscriptionFaultsTest {

  private static final int WRITERS = 4;
  private static final int SUBMISSIONS_PER_WRITER = 100;
  private static final int READERS_PER_SCOPE = 3;
  private static final int FAULTS = 30;
  private static final int SUBMISSIONS_PER_FAULT = 4;
  private static final long SECONDS_MAX = 60;

  private static final List<String> SCOPES =
      IntStream.range(0, 3).mapToObj(nr -> "scope-" + nr).toList();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StoredInMemory stored = StoredInMemory.create();
  private final Map<String, List<Future<List<StoredEvent<Note>>>>> readers = new HashMap<>();

  @RepeatedTest(4)
  void deliversWhatBecameDurableAndNothingElse() throws Exception {
    long seed = new Random().nextLong();
    Random seeds = new Random(seed);
    try (StoreUnderTest test =
        new StoreUnderTest(
            ControlledJournal.on(stored),
            builder -> builder.tailBytesMax(300).pageBytesMax(1024))) {
      RandomWriters writers = RandomWriters.amongFaults(test.store(), SCOPES);
      startReaders(test, writers, seeds);
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String writer = "writer-" + i;
        Random random = new Random(seeds.nextLong());
        writing.add(
            CompletableFuture.runAsync(
                () -> writers.store(writer, SUBMISSIONS_PER_WRITER, random), threads));
      }

      for (int i = 0; i < FAULTS; i++) {
        String scope = SCOPES.get(seeds.nextInt(SCOPES.size()));
        letFail(test, scope, seeds);
        writers.pauseFor(SUBMISSIONS_PER_FAULT);
        stored.onWrite(scope, CompletableFuture.completedFuture(Fate.STORED));
        writers.pauseFor(SUBMISSIONS_PER_FAULT);
      }
      for (Future<?> each : writing) {
        each.get(SECONDS_MAX, TimeUnit.SECONDS);
      }
      writers.sealLogs();

      assertThat(writers.undecided()).isPositive();
      for (String scope : SCOPES) {
        List<StoredEvent<Note>> log = test.events(scope);
        assertThat(log).as(scope).hasSizeGreaterThan(1);
        for (Future<List<StoredEvent<Note>>> reader : readers.getOrDefault(scope, List.of())) {
          assertThat(reader.get(SECONDS_MAX, TimeUnit.SECONDS)).as(scope).isEqualTo(log);
        }
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void startReaders(StoreUnderTest test, RandomWriters writers, Random seeds) {
    for (String scope : SCOPES) {
      List<Future<List<StoredEvent<Note>>>> ofScope = new ArrayList<>();
      for (int i = 0; i < READERS_PER_SCOPE; i++) {
        Random random = new Random(seeds.nextLong());
        ofScope.add(threads.submit(new RandomLogReader(test, writers, scope, random)));
      }
      readers.put(scope, ofScope);
    }
  }

  private void letFail(StoreUnderTest test, String scope, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> tell(test, scope, PoisonPill.getInstance());
      case 1 -> tell(test, scope, Kill.getInstance());
      case 2 -> stored.onWrite(scope, CompletableFuture.completedFuture(Fate.FAILED));
      case 3 -> stored.onWrite(scope, CompletableFuture.completedFuture(Fate.REJECTED));
      default -> stored.onWrite(scope, CompletableFuture.completedFuture(Fate.STORED_BUT_FAILED));
    }
  }

  private static void tell(StoreUnderTest test, String scope, Object death) {
    test.system()
        .actorSelection(test.receptionist().path().child(scope))
        .tell(death, ActorRef.noSender());
  }
}
