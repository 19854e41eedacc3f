package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

final class DamageTest {

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void namesTheEventOfWhichAStoredByteWasFlipped() throws RocksDBException {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1, 2, 3));
      byte[] key = new EventKey("lot-1", 2).toBytes();
      byte[] value = open.get(Table.EVENTS, key);
      value[value.length - 1] ^= 1;
      open.put(Table.EVENTS, key, value);

      assertThatThrownBy(() -> open.events("lot-1"))
          .isInstanceOfSatisfying(
              CorruptRecordException.class,
              corrupt -> {
                assertThat(corrupt.persistenceId()).isEqualTo("lot-1");
                assertThat(corrupt.sequenceNr()).isEqualTo(2);
              })
          .hasMessageMatching(
              ".*'lot-1' with sequence number 2.*expected CRC32C \\p{XDigit}{8}, found \\p{XDigit}{8}");
    }
  }

  @Test
  void namesAnEventThatIsMissing() throws RocksDBException {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1, 2, 3));
      byte[] key = new EventKey("lot-1", 2).toBytes();
      open.remove(Table.EVENTS, key);

      assertThatThrownBy(() -> open.events("lot-1"))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("'lot-1' lacks the event with sequence number 2");
    }
  }

  @Test
  void noticesAnEventStoredUnderTheKeyOfAnother() throws RocksDBException {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1));
      done(open.append("lot-2", 1));
      byte[] key = new EventKey("lot-1", 1).toBytes();
      byte[] other = new EventKey("lot-2", 1).toBytes();
      byte[] value = open.get(Table.EVENTS, other);
      open.put(Table.EVENTS, key, value);

      assertThatThrownBy(() -> open.events("lot-1")).isInstanceOf(CorruptRecordException.class);
    }
  }

  @Test
  void dropsAWriteThatACrashCutOffAndNothingElse() throws IOException {
    Path crashed = crashedWithEvents();
    truncate(largest(crashed, ".log"), 5);

    try (OpenStore reopened = OpenStore.at(crashed)) {
      assertThat(reopened.sequenceNrs("lot-1")).hasSize(99);
      assertThat(reopened.verify().faults()).isEmpty();
      done(reopened.append("lot-1", 100));
    }
  }

  /** An event and the entry of its id are one write: a crash takes both or none. */
  @Test
  void keepsEventsAndTheirIdsTogetherWhereverACrashCutsTheWritesOff() throws IOException {
    UUID[] ids = LongStream.rangeClosed(1, 20).mapToObj(n -> new UUID(0, n)).toArray(UUID[]::new);
    Set<Integer> kept = new HashSet<>();
    try (OpenStore open = OpenStore.at(directory)) {
      for (int i = 0; i < ids.length; i++) {
        done(open.appendIdentified("lot-1", i + 1, ids[i]));
      }
      for (int bytes = 1; bytes < 1_000; bytes += 23) {
        Path crashed = open.crash();
        truncate(largest(crashed, ".log"), bytes);

        try (OpenStore reopened = OpenStore.at(crashed)) {
          int events = reopened.sequenceNrs("lot-1").size();
          kept.add(events);
          assertThat(reopened.verify().faults()).as("%d bytes cut off", bytes).isEmpty();
          for (int i = 0; i < ids.length; i++) {
            assertThat(reopened.reader.sequenceNrOf("lot-1", ids[i]))
                .as("id %d, %d bytes cut off", i + 1, bytes)
                .isEqualTo(i < events ? i + 1 : 0);
          }
        }
      }
    }
    assertThat(kept).hasSizeGreaterThan(3);
  }

  @Test
  void keepsEverythingAfterACrash() {
    Path crashed = crashedWithEvents();

    try (OpenStore reopened = OpenStore.at(crashed)) {
      assertThat(reopened.sequenceNrs("lot-1")).hasSize(100);
    }
  }

  @Test
  void refusesToOpenWhenAnAcknowledgedWriteIsDamaged() throws IOException {
    Path crashed = crashedWithEvents();
    flipByteInTheMiddle(largest(crashed, ".log"));

    assertThatThrownBy(() -> OpenStore.at(crashed))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(crashed.toString())
        .hasMessageContaining("is damaged")
        .hasFieldOrPropertyWithValue("problem", StoreUnavailableException.Problem.DAMAGED);
  }

  @Test
  void refusesToOpenWhenAnOlderLogOfWritesIsGone() throws IOException {
    Path crashed = crashedWithSeveralLogsOfWrites();
    Files.delete(oldestLogOfWrites(crashed));

    assertThatThrownBy(() -> OpenStore.at(crashed))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void refusesToOpenWhenAnOlderLogOfWritesWasCutShort() throws IOException {
    Path crashed = crashedWithSeveralLogsOfWrites();
    truncate(oldestLogOfWrites(crashed), 5);

    assertThatThrownBy(() -> OpenStore.at(crashed))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is damaged");
  }

  /** Tables in memory are so small that that of the events is written out several times. */
  private Path crashedWithSeveralLogsOfWrites() {
    try (OpenStore open = OpenStore.at(directory, "memtable-bytes = 65536")) {
      for (long sequenceNr = 1; sequenceNr <= 2_000; sequenceNr++) {
        done(open.append("lot-1", sequenceNr));
      }
      return open.crash();
    }
  }

  private static Path oldestLogOfWrites(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
      assertThat(logs).hasSizeGreaterThan(1);
      return logs.get(0);
    }
  }

  @Test
  void noticesAFlippedByteInATableFile() throws IOException {
    try (OpenStore open = OpenStore.at(directory)) {
      for (long sequenceNr = 1; sequenceNr <= 100; sequenceNr++) {
        done(open.append("lot-1", sequenceNr));
      }
    }
    flipByteInTheMiddle(largest(directory, ".sst"));

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.verify().faults())
          .anyMatch(fault -> fault.description().contains("checksum mismatch"));
    } catch (StoreUnavailableException refused) {
      // Where the byte belongs to what opening reads, opening fails: noticed as well.
      assertThat(refused).hasMessageContaining("is damaged");
    }
  }

  private Path crashedWithEvents() {
    try (OpenStore open = OpenStore.at(directory)) {
      for (long sequenceNr = 1; sequenceNr <= 100; sequenceNr++) {
        done(open.append("lot-1", sequenceNr));
      }
      return open.crash();
    }
  }

  private static Path largest(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  private static void flipByteInTheMiddle(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer oneByte = ByteBuffer.allocate(1);
      long middle = channel.size() / 2;
      channel.read(oneByte, middle);
      oneByte.put(0, (byte) (oneByte.get(0) ^ 1)).rewind();
      channel.write(oneByte, middle);
    }
  }
}
