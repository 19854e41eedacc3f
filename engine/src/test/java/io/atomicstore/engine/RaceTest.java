package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many originators race for one scope: the one guarantee of the store must hold. */
final class RaceTest {

  private static final int ORIGINATORS = 64;
  private static final int EVENTS_OF_EACH = 25;

  @TempDir private Path directory;

  @Test
  void judgesEveryEventOnExactlyThoseThatPrecedeItInTheLog() throws Exception {
    Map<String, List<Note>> pasts = new ConcurrentHashMap<>();
    Validator<Note, Reason, String> validator =
        (event, past) -> {
          pasts.put(event.text(), List.copyOf(past));
          return event.text().endsWith("7") ? Decision.reject(Reason.UNWANTED) : Decision.accept();
        };
    ExecutorService originators = Executors.newFixedThreadPool(ORIGINATORS);
    try (StoreUnderTest test =
        new StoreUnderTest(directory, builder -> builder.snapshotEvents(100))) {
      List<Future<List<Result<Note, Reason, String>>>> running = new ArrayList<>();
      for (int i = 0; i < ORIGINATORS; i++) {
        String name = "originator " + i;
        running.add(originators.submit(() -> submitAll(test, name, validator)));
      }
      List<Result<Note, Reason, String>> results = new ArrayList<>();
      for (Future<List<Result<Note, Reason, String>>> one : running) {
        results.addAll(one.get());
      }

      test.restart();

      List<Note> log = test.events("lot").stream().map(stored -> stored.event()).toList();
      List<Result<Note, Reason, String>> accepted =
          results.stream().filter(Result::wasAccepted).toList();
      assertThat(results).hasSize(ORIGINATORS * EVENTS_OF_EACH);
      assertThat(log).hasSameSizeAs(accepted).doesNotHaveDuplicates();
      for (Result<Note, Reason, String> result : accepted) {
        int sequenceNr = (int) ((Result.Accepted<Note, Reason, String>) result).sequenceNr();
        assertThat(log.get(sequenceNr - 1)).isEqualTo(result.event());
        assertThat(pasts.get(result.event().text())).isEqualTo(log.subList(0, sequenceNr - 1));
      }
    } finally {
      originators.shutdownNow();
    }
  }

  private static List<Result<Note, Reason, String>> submitAll(
      StoreUnderTest test, String name, Validator<Note, Reason, String> validator) {
    List<Result<Note, Reason, String>> results = new ArrayList<>();
    for (int i = 0; i < EVENTS_OF_EACH; i++) {
      results.add(
          StoreUnderTest.await(
              test.store().storeIfValid(Note.of("lot", name + " event " + i), validator)));
    }
    return results;
  }
}
