package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

final class StoreOpeningTest {

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void createsTheDirectoryAndItsParents() {
    Path missing = directory.resolve("not").resolve("there");

    OpenStore.at(missing).close();

    assertThat(missing).isDirectory();
  }

  @Test
  void saysThatAFileIsInTheWay() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> OpenStore.at(file))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'" + file + "' cannot be opened: it is a file");
    assertThatThrownBy(() -> OpenStore.at(file.resolve("below")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("cannot be created");
  }

  @Test
  void refusesADirectoryThatIsOpenInThisProcess() {
    try (OpenStore first = OpenStore.at(directory)) {
      assertThatThrownBy(() -> OpenStore.at(directory))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("store in directory '" + directory + "' is already open in this process");
      done(first.append("lot-1", 1));
    }
  }

  @Test
  void refusesADirectoryThatIsOpenInAnotherProcess() throws IOException, InterruptedException {
    try (OpenStore first = OpenStore.at(directory)) {
      ChildProcess.Ended other =
          ChildProcess.run(OpenInAnotherProcess.class, "", directory.toString());

      assertThat(other.output())
          .contains("store in directory '" + directory + "' is already open in another process");
      done(first.append("lot-1", 1));
    }
  }

  /** Opens the directory that its argument names, and prints what comes of it. */
  static final class OpenInAnotherProcess {
    private OpenInAnotherProcess() {}

    public static void main(String[] arguments) {
      try (OpenStore open = OpenStore.at(Path.of(arguments[0]))) {
        System.out.println("opened " + open.store.directory());
      } catch (StoreUnavailableException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() throws RocksDBException {
    try (OpenStore open = OpenStore.at(directory)) {
      open.put(Table.DEFAULT, "atomic-store-format".getBytes(UTF_8), "3".getBytes(UTF_8));
    }

    assertThatThrownBy(() -> OpenStore.at(directory))
        .hasMessageContaining("has format 3, this program reads formats 1 and 2");
  }

  @Test
  void findsEverythingAgainWhenOpenedAnew() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", LongStream.rangeClosed(1, 300).toArray()));
    }

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.sequenceNrs("lot-1")).hasSize(300);
      done(reopened.append("lot-1", 301));
    }
  }

  @Test
  void copiesTheStoreWhileItIsWrittenTo() {
    Path copy = directory.resolve("copy");
    try (OpenStore open = OpenStore.at(directory.resolve("original"))) {
      for (long sequenceNr = 1; sequenceNr <= 500; sequenceNr++) {
        var write = open.append("lot-1", sequenceNr);
        if (sequenceNr == 250) {
          done(write);
          open.store.checkpoint(copy);
        }
        if (sequenceNr == 500) {
          done(write);
        }
      }
      assertThat(open.verify().events()).isEqualTo(500);
    }

    try (OpenStore copied = OpenStore.at(copy)) {
      VerificationReport report = copied.verify();
      assertThat(report.faults()).isEmpty();
      assertThat(report.events()).isBetween(250L, 500L);
    }
  }
}
