package io.atomicstore.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a directory that is no store while it is being made: it gets its name when it is
 * whole. To be closed; what has not got its name is removed then.
 */
final class StoreCopy implements AutoCloseable {

  private final Path target;
  private final Path unfinished;
  private final AtomicLong copiedBytes = new AtomicLong();

  private StoreCopy(Path target) {
    this.target = target;
    this.unfinished = target.resolveSibling(target.getFileName() + ".restoring");
  }

  /**
   * A copy that is to get that name.
   *
   * @throws FailedException if there is something at that place already
   */
  static StoreCopy to(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      if (!Files.isDirectory(absolute)) {
        throw new FailedException(
            ExitCode.BAD_USAGE,
            "--data " + target + ": expected an empty directory or none, found a file");
      }
      try (Stream<Path> files = Files.list(absolute)) {
        if (files.findAny().isPresent()) {
          throw new FailedException(
              ExitCode.BAD_USAGE,
              "--data " + target + ": expected an empty directory or none, found files in it");
        }
      }
    }
    return new StoreCopy(absolute);
  }

  /** Where the copy is until it gets its name. */
  Path directory() {
    return unfinished;
  }

  /** How much there is so far. */
  long copiedBytes() {
    return copiedBytes.get();
  }

  /**
   * Copies all files of a directory that nobody else has open, and syncs them.
   *
   * @return how many bytes there are
   */
  long from(Path source) throws IOException {
    remove(unfinished);
    Files.createDirectories(unfinished);
    try (FileChannel lockFile = lockFile(source);
        FileLock lock = lockFile == null ? null : lockFile.tryLock()) {
      if (lockFile != null && lock == null) {
        throw new FailedException(
            ExitCode.DIRECTORY_IN_USE,
            "--from " + source + ": expected a store that nobody has open, found it in use");
      }
      for (Path file : files(source)) {
        Path copy = unfinished.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        sync(copy);
        copiedBytes.addAndGet(Files.size(copy));
      }
    }
    sync(unfinished);
    return copiedBytes.get();
  }

  private static @Nullable FileChannel lockFile(Path source) throws IOException {
    Path lock = source.resolve("LOCK");
    return Files.isWritable(lock) ? FileChannel.open(lock, StandardOpenOption.WRITE) : null;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Gives the copy its name. */
  void finish() throws IOException {
    Files.deleteIfExists(target);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    Path parent = target.getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(unfinished);
  }
}
