package io.atomicstore.examples.auction.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {

  private final Path parent;

  StoreDirectoryTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void takesATemporaryDirectoryAwayWithAllThatIsInIt() throws IOException {
    StoreDirectory directory = StoreDirectory.temporary();
    Files.createDirectories(directory.path().resolve("a/b"));
    Files.writeString(directory.path().resolve("a/b/file"), "x");

    directory.close();

    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void createsTheUsersDirectoryAndLeavesItThere() {
    Path path = parent.resolve("new/store");

    StoreDirectory.at(path).close();

    assertThat(path).isDirectory();
  }

  @Test
  void refusesAFile() throws IOException {
    Path path = Files.writeString(parent.resolve("file"), "x");

    assertRefused(path, "expected a directory, found a file");
  }

  @Test
  void refusesADirectoryThatCannotBeCreated() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertRefused(file.resolve("store"), "expected a directory, can't create or read it: ");
  }

  @Test
  void refusesADirectoryOfOtherFiles() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "x");

    assertRefused(parent, "expected an empty directory or a store, found other files");
  }

  private static void assertRefused(Path path, String expected) {
    assertThatThrownBy(() -> StoreDirectory.at(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--data " + path + ": ")
        .hasMessageContaining(expected);
  }
}
