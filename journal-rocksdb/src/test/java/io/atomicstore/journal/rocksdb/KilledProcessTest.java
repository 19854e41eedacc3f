package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is killed while it writes, as kill -9 does. */
@Tag("slow")
final class KilledProcessTest {

  private static final long EVENTS_BEFORE_THE_KILL = 2_000;

  /** So small that the tables of events and of their ids are written out, each at its own time. */
  private static final String SMALL_TABLES = "memtable-bytes = 65536";

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void losesNothingThatWasAcknowledgedAndFindsItByItsId() throws IOException, InterruptedException {
    Process writer = ChildProcess.start(WriteForEver.class, "", directory.toString());
    long acknowledged = 0;
    try (BufferedReader lines = writer.inputReader(UTF_8)) {
      String line = lines.readLine();
      while (line != null && acknowledged < EVENTS_BEFORE_THE_KILL) {
        acknowledged = Long.parseLong(line);
        line = lines.readLine();
      }
      writer.destroyForcibly();
    }
    writer.waitFor();

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(acknowledged).isEqualTo(EVENTS_BEFORE_THE_KILL);
      assertThat(reopened.verify().faults()).isEmpty();
      long highest = reopened.reader.highestSequenceNr("lot-1");
      assertThat(highest).isGreaterThanOrEqualTo(acknowledged);
      for (long sequenceNr = 1; sequenceNr <= highest; sequenceNr++) {
        assertThat(reopened.reader.sequenceNrOf("lot-1", idOf(sequenceNr))).isEqualTo(sequenceNr);
      }
    }
  }

  private static UUID idOf(long sequenceNr) {
    return new UUID(0x0190_0000_0000_7000L, Long.reverse(sequenceNr));
  }

  /** Writes to the directory that its argument names and prints what is acknowledged. */
  static final class WriteForEver {
    private WriteForEver() {}

    public static void main(String[] arguments) {
      try (OpenStore open = OpenStore.at(Path.of(arguments[0]), SMALL_TABLES)) {
        for (long sequenceNr = 1; sequenceNr < Long.MAX_VALUE; sequenceNr++) {
          OpenStore.done(open.appendIdentified("lot-1", sequenceNr, idOf(sequenceNr)));
          System.out.println(sequenceNr);
        }
      }
    }
  }
}
