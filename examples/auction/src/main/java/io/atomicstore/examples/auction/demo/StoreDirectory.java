package io.atomicstore.examples.auction.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the demo keeps its store: a directory of the user's, or one that goes when closed. */
final class StoreDirectory implements AutoCloseable {

  /** RocksDB keeps this file in each of its directories. */
  private static final String ROCKSDB_MARKER = "CURRENT";

  private final Path path;
  private final boolean isTemporary;

  private StoreDirectory(Path path, boolean isTemporary) {
    this.path = path;
    this.isTemporary = isTemporary;
  }

  static StoreDirectory temporary() {
    try {
      return new StoreDirectory(Files.createTempDirectory("atomic-store-demo-"), true);
    } catch (IOException e) {
      throw new InvalidInputException("can't create a temporary directory: " + e, e);
    }
  }

  /**
   * A directory that stays. It is created if it does not exist.
   *
   * @throws InvalidInputException if it can't be used: it is a file, can't be created or written,
   *     or holds something else than a store
   */
  static StoreDirectory at(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InvalidInputException("--data " + path + ": expected a directory, found a file");
    }
    try {
      Files.createDirectories(path);
      checkIsStoreOrEmpty(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "--data " + path + ": expected a directory, can't create or read it: " + e.getMessage(),
          e);
    }
    if (!Files.isWritable(path)) {
      throw new InvalidInputException(
          "--data " + path + ": expected a directory that can be written, found no permission to");
    }
    return new StoreDirectory(path, false);
  }

  private static void checkIsStoreOrEmpty(Path path) throws IOException {
    if (Files.exists(path.resolve(ROCKSDB_MARKER))) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw new InvalidInputException(
            "--data " + path + ": expected an empty directory or a store, found other files");
      }
    }
  }

  Path path() {
    return path;
  }

  /** Deletes the directory if it is temporary. */
  @Override
  public void close() {
    if (!isTemporary) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the temporary directory " + path, e);
    }
  }
}
