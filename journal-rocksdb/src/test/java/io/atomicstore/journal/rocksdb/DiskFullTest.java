package io.atomicstore.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.testkit.QueryProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The disk takes no more: a limit on the size of files stands for it, in a process of its own. */
@Tag("slow")
final class DiskFullTest {

  private static final int FILE_KIBIBYTES_MAX = 48 * 1024;

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void refusesWritesGoesOnReadingAndLosesNothingAcknowledged()
      throws IOException, InterruptedException {
    ChildProcess.Ended child =
        ChildProcess.run(
            WriteUntilRefused.class, "ulimit -f " + FILE_KIBIBYTES_MAX, directory.toString());

    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output())
        .contains("failed to write")
        .contains("takes no writes until it is opened anew");
    long acknowledged = number(child.output(), "acknowledged=");
    assertThat(number(child.output(), "readable=")).isEqualTo(acknowledged);
    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.reader.highestSequenceNr("lot-1")).isGreaterThanOrEqualTo(acknowledged);
      assertThat(reopened.verify().faults()).isEmpty();
    }
  }

  private static long number(String output, String name) {
    String line = output.lines().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.substring(name.length()));
  }

  /** Writes to the directory that its argument names until a write fails. */
  static final class WriteUntilRefused {
    private WriteUntilRefused() {}

    public static void main(String[] arguments) {
      try (OpenStore open = OpenStore.at(Path.of(arguments[0]), "memtable-bytes = 268435456")) {
        long acknowledged = 0;
        while (isStored(open, acknowledged + 1)) {
          acknowledged++;
        }
        System.out.println("acknowledged=" + acknowledged);
        isStored(open, acknowledged + 1);
        System.out.println("readable=" + open.reader.highestSequenceNr("lot-1"));
      }
    }

    private static boolean isStored(OpenStore open, long sequenceNr) {
      EventRecord.Parts parts = new EventRecord.Parts();
      parts.payload = new byte[256 * 1024];
      PreparedEvent event =
          PreparedEvent.of(sequenceNr, List.of(), null, EventRecord.encode(parts));
      return QueryProbe.await(
          open.submit("lot-1", "writer", List.of(event))
              .handle(
                  (done, failure) -> {
                    if (failure != null) {
                      System.out.println(failure.getMessage());
                    }
                    return failure == null;
                  }));
    }
  }
}
