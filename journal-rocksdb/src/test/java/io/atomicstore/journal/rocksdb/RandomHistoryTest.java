package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static io.atomicstore.journal.rocksdb.OpenStore.identified;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import io.atomicstore.testkit.QueryProbe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories against a model of what a log is; the seed is the parameter. */
final class RandomHistoryTest {

  private static final int STEPS = 400;
  private static final int LOGS = 12;

  private final Path directory = TestDirectories.newDirectory();
  private final Map<String, Log> model = new HashMap<>();
  private int writers;

  /** What a log must be: numbers behind {@code deleted} up to {@code highest}. */
  private record Log(long deleted, long highest) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void holdsWhatTheModelHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int opening = 0; opening < 4; opening++) {
      try (OpenStore open =
          OpenStore.at(
              directory,
              "queue-writes-max = 4",
              "logs-remembered-max = 4",
              "page-events-max = 1000",
              "memtable-bytes = 65536")) {
        for (int step = 0; step < STEPS; step++) {
          takeStep(open, random);
        }
        model.forEach((id, log) -> assertHolds(open, id, log));
        assertThat(open.verify().faults()).isEmpty();
      }
    }
  }

  private void takeStep(OpenStore open, SplittableRandom random) {
    String id = "lot-" + random.nextInt(LOGS);
    Log log = model.getOrDefault(id, new Log(0, 0));
    if (random.nextInt(20) == 0) {
      long upTo = random.nextLong(log.highest() + 2);
      done(open.groupCommit.submit(new DeleteEvents(id, upTo)));
      long deleted = Math.max(log.deleted(), Math.min(upTo, log.highest()));
      model.put(id, new Log(deleted, log.highest()));
    } else {
      long first = log.highest() + 1 + random.nextLong(-1, 2);
      long[] numbers = LongStream.range(first, first + 1 + random.nextLong(3)).toArray();
      List<PreparedEvent> events =
          LongStream.of(numbers).mapToObj(number -> identified(number, idOf(number))).toList();
      CompletionStage<Void> write = open.submit(id, "writer " + writers++, events);
      boolean isStored = QueryProbe.await(write.handle((nothing, failure) -> failure == null));
      assertThat(isStored).isEqualTo(first == log.highest() + 1);
      if (isStored) {
        model.put(id, new Log(log.deleted(), numbers[numbers.length - 1]));
      }
    }
  }

  private static void assertHolds(OpenStore open, String id, Log log) {
    assertThat(open.reader.highestSequenceNr(id)).isEqualTo(log.highest());
    assertThat(open.sequenceNrs(id))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(log.deleted() + 1, log.highest()).boxed().toList());
    for (long sequenceNr = 1; sequenceNr <= log.highest() + 1; sequenceNr++) {
      boolean isThere = sequenceNr > log.deleted() && sequenceNr <= log.highest();
      assertThat(open.reader.sequenceNrOf(id, idOf(sequenceNr)))
          .isEqualTo(isThere ? sequenceNr : 0);
    }
  }

  private static UUID idOf(long sequenceNr) {
    return new UUID(0x0190_0000_0000_7000L, Long.reverse(sequenceNr));
  }
}
