package io.atomicstore.journal.rocksdb;

import java.nio.file.Path;

/**
 * A store of an older format could not be migrated, because one of its events cannot be read. The
 * store was left as it was: nothing of it is lost, and the program that wrote it can still open it.
 *
 * <p>If the event's serializer is missing, configure it and open again; if the event is damaged,
 * restore the store from a checkpoint.
 */
public final class MigrationRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String directory;
  private final String persistenceId;
  private final long sequenceNr;

  private MigrationRefusedException(
      Path directory, String persistenceId, long sequenceNr, RuntimeException cause) {
    super(
        "store in directory '%s' stays in format 1, since it holds an event that cannot be read: %s"
            .formatted(directory, cause.getMessage()),
        cause);
    this.directory = directory.toString();
    this.persistenceId = persistenceId;
    this.sequenceNr = sequenceNr;
  }

  static MigrationRefusedException of(Path directory, UnreadablePayloadException cause) {
    return new MigrationRefusedException(
        directory, cause.persistenceId(), cause.sequenceNr(), cause);
  }

  static MigrationRefusedException of(Path directory, CorruptRecordException cause) {
    return new MigrationRefusedException(
        directory, cause.persistenceId(), cause.sequenceNr(), cause);
  }

  public String directory() {
    return directory;
  }

  /** The log of the event; empty if damage has made even that unreadable. */
  public String persistenceId() {
    return persistenceId;
  }

  public long sequenceNr() {
    return sequenceNr;
  }
}
