package io.atomicstore.journal.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot do what was asked: it could not be opened, it is closed, or RocksDB failed.
 *
 * <p>After a failed write the store refuses all writes until it is opened anew, which is when
 * RocksDB finds out what of the failed write is on disk. The write that failed, and those that
 * waited with it, may or may not be stored; those refused later are not.
 */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String directory;

  StoreUnavailableException(Path directory, String what, @Nullable Throwable cause) {
    super("store in directory '" + directory + "' " + what, cause);
    this.directory = directory.toString();
  }

  public String directory() {
    return directory;
  }
}
