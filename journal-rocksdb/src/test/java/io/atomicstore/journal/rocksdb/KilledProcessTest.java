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

  private static final long EVENTS_BEFORE_THE_KILL = 300;

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void losesNothingThatWasAcknowledged() throws IOException, InterruptedException {
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
      assertThat(reopened.reader.highestSequenceNr("lot-1")).isGreaterThanOrEqualTo(acknowledged);
      assertThat(reopened.verify().faults()).isEmpty();
      for (long sequenceNr = 1; sequenceNr <= acknowledged; sequenceNr++) {
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
      try (OpenStore open = OpenStore.at(Path.of(arguments[0]))) {
        for (long sequenceNr = 1; sequenceNr < Long.MAX_VALUE; sequenceNr++) {
          OpenStore.done(open.appendIdentified("lot-1", sequenceNr, idOf(sequenceNr)));
          System.out.println(sequenceNr);
        }
      }
    }
  }
}
