package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup}, {@code restore} and {@code verify}. */
class OfflineTest {

  private final Path directory;

  OfflineTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void restoresABackupOfARunningNode() {
    Path parent = directory.resolve("restored");
    Path restored = parent.resolve("data");
    Path backup;
    try (TestNode node = new TestNode(directory)) {
      node.run("append", "lot-1", "before");
      CommandRun made = node.run("backup", "monday", "--json");
      assertThat(made.endedWith(ExitCode.DONE)).isTrue();
      assertThat(made.json().get("bytes").asLong()).isPositive();
      backup = Path.of(made.json().get("directory").asText());
      node.run("append", "lot-1", "after");
    }

    CommandRun run = CommandRun.of("restore", "--from", backup, "--data", restored, "--json");

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.json().get("isRestored").asBoolean()).isTrue();
    assertThat(run.json().get("events").asLong()).isEqualTo(1);
    try (TestNode node = new TestNode(parent)) {
      assertThat(node.run("query", "lot-1").out()).contains("before").doesNotContain("after");
    }
  }

  @Test
  void refusesABackupOfATakenOrBadName() {
    try (TestNode node = new TestNode(directory)) {
      node.run("append", "lot-1", "x");
      node.run("backup", "monday");

      CommandRun taken = node.run("backup", "monday");
      CommandRun bad = node.run("backup", "../monday");

      assertThat(taken.endedWith(ExitCode.REFUSED)).isTrue();
      assertThat(bad.endedWith(ExitCode.REFUSED)).isTrue();
      assertThat(bad.err()).contains("a backup's name is 1 to 100 letters");
    }
  }

  @Test
  void backsUpAStoreThatNobodyHasOpen() {
    Path data = store();
    Path to = directory.resolve("backups/cold");

    CommandRun run = CommandRun.of("backup", "--data", data, "--to", to);

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.out()).contains("backed up ").contains(to.toString());
    assertThat(CommandRun.of("verify", "--data", to).out())
        .isEqualToIgnoringNewLines("2 events of 2 logs are as they were written");
    assertThat(CommandRun.of("backup", "--data", data, "--to", to).err())
        .contains("expected nothing there yet, found something");
  }

  private Path store() {
    try (TestNode node = new TestNode(directory)) {
      node.run("append", "lot-1", "x");
      node.run("append", "lot-2", "x");
      return node.data();
    }
  }

  @Test
  void restoresNothingIntoADirectoryThatIsNotEmpty() throws IOException {
    Path data = store();
    Path full = Files.createDirectory(directory.resolve("full"));
    Path thesis = Files.writeString(full.resolve("thesis.txt"), "x");

    CommandRun intoFull = CommandRun.of("restore", "--from", data, "--data", full);
    CommandRun intoFile = CommandRun.of("restore", "--from", data, "--data", thesis);
    CommandRun ofNone = CommandRun.of("restore", "--from", full, "--data", directory.resolve("n"));

    assertThat(intoFull.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(intoFull.err()).contains("expected an empty directory or none, found files in it");
    assertThat(intoFile.err()).contains("expected an empty directory or none, found a file");
    assertThat(ofNone.err()).contains("expected a backup, found no store there");
    assertThat(thesis).hasContent("x");
    assertThat(full).isDirectoryContaining("glob:**/thesis.txt");
  }

  @Test
  void restoresNothingOfADamagedBackup() throws IOException {
    Path data = store();
    Path backup = directory.resolve("backup");
    CommandRun.of("backup", "--data", data, "--to", backup);
    DamagedStore.damageTables(backup);
    Path restored = directory.resolve("restored");

    CommandRun run = CommandRun.of("restore", "--from", backup, "--data", restored);

    assertThat(run.endedWith(ExitCode.DAMAGED)).as("%s", run).isTrue();
    assertThat(restored).doesNotExist();
    assertThat(directory).isDirectoryNotContaining("glob:**/*.restoring");
  }

  @Test
  void restoresNothingFromAStoreInUse() throws IOException, InterruptedException {
    Path copy = directory.resolve("copy");
    try (TestNode node = new TestNode(directory);
        ChildProcess restore =
            ChildProcess.start(directory, "restore", "--from", node.data(), "--data", copy)) {

      assertThat(restore.awaitExitCode()).isEqualTo(ExitCode.DIRECTORY_IN_USE.code());
      assertThat(restore.err()).contains("expected a store that nobody has open, found it in use");
      assertThat(copy).doesNotExist();
    }
  }

  @Test
  void verifiesARunningNode() {
    try (TestNode node = new TestNode(directory)) {
      node.run("append", "lot-1", "x");

      CommandRun run = node.run("verify", "--json");

      assertThat(run.endedWith(ExitCode.DONE)).isTrue();
      assertThat(run.json().get("events").asLong()).isEqualTo(1);
      assertThat(run.json().get("faultCount").asLong()).isZero();
    }
  }

  @Test
  void findsDamage() throws IOException {
    Path backup = directory.resolve("backup");
    CommandRun.of("backup", "--data", store(), "--to", backup);
    DamagedStore.damageTables(backup);

    CommandRun run = CommandRun.of("verify", "--data", backup, "--json");

    assertThat(run.endedWith(ExitCode.DAMAGED)).as("%s", run).isTrue();
  }

  @Test
  void verifiesNothingThatIsNoStoreOrInUse() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    CommandRun none = CommandRun.of("verify", "--data", empty);

    assertThat(none.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(none.err()).contains("expected a store in directory");
    assertThat(empty).isEmptyDirectory();
    try (TestNode node = new TestNode(directory)) {
      CommandRun inUse = CommandRun.of("verify", "--data", node.data());
      assertThat(inUse.endedWith(ExitCode.DIRECTORY_IN_USE)).isTrue();
    }
  }
}
