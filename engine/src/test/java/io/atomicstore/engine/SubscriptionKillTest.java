package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.ScopeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers of a process that is killed at any moment (SIGKILL) go on where they were. */
@Tag("slow")
final class SubscriptionKillTest {

  private static final int ROUNDS = 10;
  private static final int LINES_MAX = 3_000;

  @TempDir private Path directory;

  /** The texts of the events that were delivered, in order, of each scope. */
  private final Map<String, List<String>> toReaderOfAll = new HashMap<>();

  private final Map<String, List<String>> toReadersOfOne = new HashMap<>();

  private String token = KilledSubscribers.NO_TOKEN;

  @Test
  void deliversEveryStoredEventAndNoOtherWheneverItIsKilled() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill(round, random.nextInt(LINES_MAX), "seed " + seed + ", round " + round);
    }

    try (StoreUnderTest test = new StoreUnderTest(directory, KilledStore::settings)) {
      for (String scope : KilledSubscribers.SCOPES) {
        List<String> log = test.texts(scope);
        assertThat(log).as("seed %d", seed).startsWith(array(toReadersOfOne, scope));
        assertThat(log).as("seed %d", seed).startsWith(array(toReaderOfAll, scope));
        takeRest(test, scope, log.size());
        assertThat(toReadersOfOne).as("seed %d", seed).containsEntry(scope, log);
      }
      takeRestOfAll(test);
      assertThat(toReaderOfAll).as("seed %d", seed).isEqualTo(toReadersOfOne);
    }
  }

  private void runAndKill(int round, int lines, String where)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSubscribers.class.getName(),
                directory.toString(),
                "" + round,
                token));
    for (String scope : KilledSubscribers.SCOPES) {
      command.add("" + deliveredOf(toReadersOfOne, scope).size());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader()) {
      int read = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        take(line, where);
        read++;
        if (read > lines) {
          // Not the process's own method, which would close the output with lines unread.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** A line may be cut off by the kill: then the event was not delivered. */
  private void take(String line, String where) {
    if (!line.endsWith(KilledStore.END)) {
      return;
    }
    String[] words = line.split(" ", -1);
    assertThat(words[0]).as("%s: %s", where, line).isIn("all", "one");
    boolean isOfAll = words[0].equals("all");
    List<String> delivered = deliveredOf(isOfAll ? toReaderOfAll : toReadersOfOne, words[1]);
    assertThat(Long.parseLong(words[2])).as("%s: %s", where, line).isEqualTo(delivered.size() + 1L);
    delivered.add(words[3]);
    if (isOfAll) {
      token = words[4];
    }
  }

  private static List<String> deliveredOf(Map<String, List<String>> logs, String scope) {
    return logs.computeIfAbsent(scope, name -> new ArrayList<>());
  }

  private static String[] array(Map<String, List<String>> logs, String scope) {
    return deliveredOf(logs, scope).toArray(String[]::new);
  }

  /** Goes on as the next process would. */
  private void takeRest(StoreUnderTest test, String scope, int events) {
    List<String> delivered = deliveredOf(toReadersOfOne, scope);
    int missing = events - delivered.size();
    StoreUnderTest.await(
            test.store()
                .subscribe(new ScopeId(scope), delivered.size())
                .take(missing)
                .runWith(Sink.seq(), test.system()))
        .forEach(event -> delivered.add(event.event().text()));
  }

  private void takeRestOfAll(StoreUnderTest test) {
    int missing = count(toReadersOfOne) - count(toReaderOfAll);
    StoreUnderTest.await(
            KilledSubscribers.subscribeToAll(test.store(), token)
                .take(missing)
                .runWith(Sink.seq(), test.system()))
        .forEach(
            next ->
                deliveredOf(toReaderOfAll, next.event().scopeId().value())
                    .add(next.event().event().text()));
  }

  private static int count(Map<String, List<String>> logs) {
    return logs.values().stream().mapToInt(List::size).sum();
  }
}
