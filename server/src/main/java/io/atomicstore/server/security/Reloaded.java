package io.atomicstore.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was made of some small files, and is made anew when they change. A version of the files that
 * can't be used leaves everything as it was, and is reported once.
 */
final class Reloaded<T> {

  /** Makes a value of what the files hold, in the order in which they were named. */
  interface Parser<T> {
    T parse(List<byte[]> contents);
  }

  /** Far more than any such file has; what is larger is not one. */
  private static final long BYTES_MAX = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);

  private final String kind;
  private final List<Path> files;
  private final Parser<T> parser;

  private List<byte[]> contents;
  private @Nullable String reportedFault;
  private volatile T current;

  /**
   * Reads the files for the first time.
   *
   * @throws UnusableFileException if they can't be used
   */
  Reloaded(String kind, List<Path> files, Parser<T> parser) {
    this.kind = kind;
    this.files = List.copyOf(files);
    this.parser = parser;
    this.contents = read();
    this.current = parser.parse(contents);
  }

  /** What was made of the latest version that could be used. One volatile read. */
  T current() {
    return current;
  }

  /** Looks whether the files have changed. Blocks while it reads them. */
  synchronized void reload() {
    try {
      List<byte[]> found = read();
      // A version that was refused is tried again: what was in the way need not be in the files.
      if (reportedFault != null || !areEqual(found, contents)) {
        current = parser.parse(found);
        contents = found;
        reportedFault = null;
        LOG.info("files={} read anew: {} in force", files, kind);
      }
    } catch (UnusableFileException e) {
      String fault = String.valueOf(e.getMessage());
      if (!fault.equals(reportedFault)) {
        reportedFault = fault;
        LOG.error("files={} not taken over, what was read before stays in force: {}", files, fault);
      }
    }
  }

  private List<byte[]> read() {
    List<byte[]> found = new ArrayList<>();
    for (Path file : files) {
      found.add(read(file));
    }
    return found;
  }

  private byte[] read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UnusableFileException(
            kind, file, "has more than " + BYTES_MAX + " bytes, expected far fewer", null);
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnusableFileException(kind, file, "does not exist", e);
    } catch (IOException e) {
      throw new UnusableFileException(kind, file, "can't be read: " + e, e);
    }
  }

  private static boolean areEqual(List<byte[]> one, List<byte[]> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!Arrays.equals(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
