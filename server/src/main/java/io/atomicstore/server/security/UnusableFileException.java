package io.atomicstore.server.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of tokens, certificates or keys is not what it has to be, or can't be read or written.
 * Nothing was changed.
 */
public final class UnusableFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;

  /**
   * Says what is wrong with which file.
   *
   * @param kind what the file is meant to be, for example "token file"
   * @param what what is wrong, as the end of a sentence that begins with the file
   */
  UnusableFileException(String kind, Path file, String what, @Nullable Throwable cause) {
    super(kind + " '" + file + "' " + what, cause);
    this.file = file;
  }

  public Path file() {
    return file;
  }
}
