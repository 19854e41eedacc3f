package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers get exactly the logs, whoever writes at the same time and however slow they are. */
final class SubscriptionRandomTest {

  private static final int WRITERS = 5;
  private static final int SUBMISSIONS_PER_WRITER = 80;
  private static final int READERS_PER_SCOPE = 2;
  private static final int READERS_OF_ALL = 3;
  private static final long SECONDS_MAX = 60;

  private static final List<String> SCOPES =
      IntStream.range(0, 6).mapToObj(nr -> "scope-" + nr).toList();

  @TempDir private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> writing = new ArrayList<>();
  private final Map<String, List<Future<List<StoredEvent<Note>>>>> readers = new HashMap<>();
  private final List<Future<Map<String, List<StoredEvent<Note>>>>> readersOfAll = new ArrayList<>();

  @RepeatedTest(8)
  void deliversEachLogInOrderAndWithoutAGap() throws Exception {
    long seed = new Random().nextLong();
    try (StoreUnderTest test = storeOf(new Random(seed))) {
      RandomWriters writers = RandomWriters.ofDecidedEvents(test.store(), SCOPES);
      start(test, writers, new Random(seed));

      for (Future<?> each : writing) {
        each.get(SECONDS_MAX, TimeUnit.SECONDS);
      }
      writers.sealLogs();

      assertDelivered(test);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Logs leave memory all the time, and little of them is in memory at any time. */
  private StoreUnderTest storeOf(Random random) {
    int idleMillis = 10 + random.nextInt(100);
    int tailBytes = random.nextInt(3) * 200;
    int liveLogs = 1 + random.nextInt(SCOPES.size());
    return new StoreUnderTest(
        directory,
        builder ->
            builder
                .plugins("atomic-store.rocksdb")
                .limits(LogLimits.DEFAULT.withRecentIdsMax(10))
                .snapshotEvents(20)
                .liveLogsMax(liveLogs)
                .idleTimeout(Duration.ofMillis(idleMillis))
                .tailBytesMax(tailBytes)
                .pageBytesMax(1024));
  }

  private void start(StoreUnderTest test, RandomWriters writers, Random seeds) {
    for (String scope : SCOPES) {
      List<Future<List<StoredEvent<Note>>>> ofScope = new ArrayList<>();
      for (int i = 0; i < READERS_PER_SCOPE; i++) {
        Random random = new Random(seeds.nextLong());
        ofScope.add(threads.submit(new RandomLogReader(test, writers, scope, random)));
      }
      readers.put(scope, ofScope);
    }
    for (int i = 0; i < READERS_OF_ALL; i++) {
      Random random = new Random(seeds.nextLong());
      readersOfAll.add(threads.submit(new RandomReaderOfAll(test, writers, SCOPES.size(), random)));
    }
    for (int i = 0; i < WRITERS; i++) {
      String writer = "writer-" + i;
      Random random = new Random(seeds.nextLong());
      writing.add(
          CompletableFuture.runAsync(
              () -> writers.store(writer, SUBMISSIONS_PER_WRITER, random), threads));
    }
  }

  private void assertDelivered(StoreUnderTest test) throws Exception {
    Map<String, List<StoredEvent<Note>>> logs = new HashMap<>();
    for (String scope : SCOPES) {
      List<StoredEvent<Note>> log = test.events(scope);
      logs.put(scope, log);
      for (Future<List<StoredEvent<Note>>> reader : readers.getOrDefault(scope, List.of())) {
        assertThat(reader.get(SECONDS_MAX, TimeUnit.SECONDS)).as(scope).isEqualTo(log);
      }
    }
    for (Future<Map<String, List<StoredEvent<Note>>>> reader : readersOfAll) {
      assertThat(reader.get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(logs);
    }
  }
}
