package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static io.atomicstore.journal.rocksdb.OpenStore.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.journal.rocksdb.WriteCommand.Barrier;
import io.atomicstore.journal.rocksdb.WriteCommand.Change;
import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

final class GroupCommitTest {

  private final Path directory = TestDirectories.newDirectory();

  @Test
  void sharesOneSyncBetweenTheLogsThatWait() {
    try (OpenStore open = OpenStore.at(directory, "rocksdb-statistics = on")) {
      CountDownLatch release = open.holdWriter();
      List<CompletionStage<Void>> writes = new ArrayList<>();
      for (int log = 0; log < 100; log++) {
        writes.add(open.append("lot-" + log, 1));
      }
      long syncs = open.store.ticker(TickerType.WAL_FILE_SYNCED);

      release.countDown();
      writes.forEach(OpenStore::done);

      assertThat(open.store.ticker(TickerType.WAL_FILE_SYNCED) - syncs).isEqualTo(1);
    }
  }

  @Test
  void boundsACommitInBytes() {
    try (OpenStore open = OpenStore.at(directory, "commit-bytes-max = 1")) {
      CountDownLatch release = open.holdWriter();
      List<CompletionStage<Void>> writes = new ArrayList<>();
      for (int log = 0; log < 10; log++) {
        writes.add(open.append("lot-" + log, 1));
      }
      long commits = open.groupCommit.commits();

      release.countDown();
      writes.forEach(OpenStore::done);

      assertThat(open.groupCommit.commits() - commits).isEqualTo(10);
    }
  }

  @Test
  void leavesTheOtherLogsOfACommitUntouchedByARefusedWrite() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-2", 1));
      CountDownLatch release = open.holdWriter();
      CompletionStage<Void> before = open.append("lot-1", 1);
      CompletionStage<Void> refused = open.append("lot-2", 1);
      CompletionStage<Void> after = open.append("lot-3", 1, 2);

      release.countDown();

      assertThatThrownBy(() -> done(refused))
          .hasRootCauseInstanceOf(SequenceNrTakenException.class);
      done(before);
      done(after);
      assertThat(open.sequenceNrs("lot-2")).containsExactly(1L);
      assertThat(open.sequenceNrs("lot-3")).containsExactly(1L, 2L);
    }
  }

  @Test
  void namesTheLogAndTheNumberThatIsTaken() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1, 2));

      CompletionStage<Void> again = open.append("lot-1", 2);

      assertThatThrownBy(() -> done(again))
          .rootCause()
          .isInstanceOfSatisfying(
              SequenceNrTakenException.class,
              taken -> {
                assertThat(taken.persistenceId()).isEqualTo("lot-1");
                assertThat(taken.sequenceNr()).isEqualTo(2);
                assertThat(taken).hasMessageContaining("'lot-1'").hasMessageContaining("number 2");
              });
    }
  }

  @Test
  void refusesAWriteThatLeavesAHole() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1));

      CompletionStage<Void> third = open.append("lot-1", 3);

      assertThatThrownBy(() -> done(third))
          .rootCause()
          .isInstanceOf(SequenceNrGapException.class)
          .hasMessageContaining("expects sequence number 2 next, found 3");
    }
  }

  @Test
  void refusesWhatAWriterBuiltOnItsRefusedWrite() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.appendAs("new owner", "lot-1", 1));
      CountDownLatch release = open.holdWriter();
      CompletionStage<Void> late = open.appendAs("old owner", "lot-1", 1);
      CompletionStage<Void> builtOnIt = open.appendAs("old owner", "lot-1", 2);
      CompletionStage<Void> ofNewOwner = open.appendAs("new owner", "lot-1", 2);

      release.countDown();

      assertThatThrownBy(() -> done(late)).hasRootCauseInstanceOf(SequenceNrTakenException.class);
      assertThatThrownBy(() -> done(builtOnIt))
          .hasRootCauseInstanceOf(SequenceNrGapException.class);
      done(ofNewOwner);
    }
  }

  @Test
  void keepsANumberFreeWhoseEventWasRejected() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(
          open.submit(
              "lot-1",
              "writer",
              List.of(event(1, List.of()), PreparedEvent.rejected(2), event(3, List.of()))));

      assertThat(open.sequenceNrs("lot-1")).containsExactly(1L, 3L);
      assertThat(open.verify().faults()).isEmpty();
    }
  }

  @Test
  void keepsTheHighestNumberOfALogThatWasDeleted() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1, 2, 3));
      done(open.groupCommit.submit(new DeleteEvents("lot-1", Long.MAX_VALUE)));
    }

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.reader.highestSequenceNr("lot-1")).isEqualTo(3);
      CompletionStage<Void> taken = reopened.append("lot-1", 3);
      assertThatThrownBy(() -> done(taken)).hasRootCauseInstanceOf(SequenceNrTakenException.class);
      done(reopened.appendAs("next", "lot-1", 4));
      assertThat(reopened.sequenceNrs("lot-1")).containsExactly(4L);
      assertThat(reopened.verify().faults()).isEmpty();
    }
  }

  @Test
  void numbersAllEventsWithoutGapsAcrossRestarts() {
    for (long sequenceNr = 1; sequenceNr <= 3; sequenceNr++) {
      try (OpenStore open = OpenStore.at(directory)) {
        done(open.append("lot-1", sequenceNr));
        done(open.append("lot-2", sequenceNr));
      }
    }

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.reader.events(LogFilter.ALL, 1, Long.MAX_VALUE).items())
          .extracting(StoredEvent::ordering)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void remembersNoMoreLogsThanItMay() {
    try (OpenStore open =
        OpenStore.at(directory, "queue-writes-max = 10", "logs-remembered-max = 10")) {
      List<CompletionStage<Void>> writes = new ArrayList<>();
      for (int log = 0; log < 5_000; log++) {
        writes.add(open.append("lot-" + log, 1));
      }
      writes.forEach(OpenStore::done);

      CompletionStage<Void> toForgotten = open.append("lot-0", 1);

      assertThatThrownBy(() -> done(toForgotten))
          .hasRootCauseInstanceOf(SequenceNrTakenException.class);
      assertThat(open.groupCommit.logsRemembered()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void takesNoWritesAfterOneFailedAndGoesOnReading() {
    try (OpenStore open = OpenStore.at(directory)) {
      done(open.append("lot-1", 1));
      CountDownLatch release = open.holdWriter();
      CompletionStage<Void> sameCommit = open.append("lot-1", 2);
      CompletionStage<Void> failing =
          open.groupCommit.submit(
              new Change(
                  0,
                  batch -> {
                    throw new RocksDBException("no space left");
                  }));

      release.countDown();

      assertThatThrownBy(() -> done(failing)).hasMessageContaining("no space left");
      assertThatThrownBy(() -> done(sameCommit)).hasMessageContaining(directory.toString());
      CompletionStage<Void> later = open.append("lot-2", 1);
      assertThatThrownBy(() -> done(later)).hasMessageContaining("until it is opened anew");
      done(open.groupCommit.submit(new Barrier()));
      assertThat(open.sequenceNrs("lot-1")).containsExactly(1L);
    }

    try (OpenStore reopened = OpenStore.at(directory)) {
      done(reopened.append("lot-1", 2));
    }
  }

  @Test
  void failsWhatComesAfterClosing() {
    OpenStore open = OpenStore.at(directory);
    open.close();

    CompletionStage<Void> late = open.append("lot-1", 1);

    assertThatThrownBy(() -> done(late)).hasMessageContaining("is closed");
    assertThatThrownBy(() -> open.events("lot-1")).hasMessageContaining("is closed");
  }
}
