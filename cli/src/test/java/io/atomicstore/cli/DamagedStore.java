package io.atomicstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Stores that something happened to. */
final class DamagedStore {

  private DamagedStore() {}

  /** One whose list of files is damaged: it can't be opened. */
  static Path in(Path directory) throws IOException {
    Path data;
    try (TestNode node = new TestNode(directory)) {
      data = node.data();
      node.run("append", "lot-1", "x");
    }
    for (Path manifest : files(data, "MANIFEST-")) {
      invert(manifest, Files.size(manifest) / 2);
    }
    return data;
  }

  /** One whose tables are damaged in the middle: it can be opened, but not all of it read. */
  static void damageTables(Path data) throws IOException {
    for (Path table : files(data, "")) {
      if (table.toString().endsWith(".sst")) {
        invert(table, 20);
      }
    }
  }

  private static List<Path> files(Path data, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static void invert(Path file, long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) offset] ^= (byte) 0xFF;
    Files.write(file, bytes);
  }
}
