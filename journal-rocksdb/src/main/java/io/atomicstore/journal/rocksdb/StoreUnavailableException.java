package io.atomicstore.journal.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The store cannot do what was asked: it could not be opened, it is closed, or RocksDB failed.
 *
 * <p>After a failed write the store refuses all writes until it is opened anew, which is when
 * RocksDB finds out what of the failed write is on disk. The write that failed, and those that
 * waited with it, may or may not be stored; those refused later are not.
 */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing is in the way. */
  public enum Problem {
    /** Somebody else has the directory open. */
    IN_USE,
    /** What is in the directory is not as it was written. */
    DAMAGED,
    /** Anything else; the message says what. */
    OTHER
  }

  private final String directory;
  private final Problem problem;

  StoreUnavailableException(Path directory, String what, @Nullable Throwable cause) {
    this(directory, problemOf(cause), what, cause);
  }

  private static Problem problemOf(@Nullable Throwable cause) {
    Status status = cause instanceof RocksDBException failure ? failure.getStatus() : null;
    return status != null && status.getCode() == Status.Code.Corruption
        ? Problem.DAMAGED
        : Problem.OTHER;
  }

  StoreUnavailableException(
      Path directory, Problem problem, String what, @Nullable Throwable cause) {
    super("store in directory '" + directory + "' " + what, cause);
    this.directory = directory.toString();
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  public String directory() {
    return directory;
  }
}
