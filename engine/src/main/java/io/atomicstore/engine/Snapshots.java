package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when a log saves a snapshot, and drops the old ones. */
final class Snapshots {

  private static final Logger LOGGER = LoggerFactory.getLogger(Snapshots.class);

  private final AbstractPersistentActor log;
  private final ScopeId scopeId;
  private final int snapshotEvents;

  private long lastSequenceNr;
  private long previousSequenceNr;
  private boolean isSaving;

  /**
   * @param snapshotEvents how many events are added between two snapshots, at least
   */
  Snapshots(AbstractPersistentActor log, ScopeId scopeId, int snapshotEvents) {
    this.log = log;
    this.scopeId = scopeId;
    this.snapshotEvents = snapshotEvents;
  }

  /** The log was opened from a snapshot at that sequence number. */
  void startAfter(long sequenceNr) {
    lastSequenceNr = sequenceNr;
    previousSequenceNr = sequenceNr;
  }

  boolean isDue(long sequenceNr) {
    return !isSaving && sequenceNr - lastSequenceNr >= snapshotEvents;
  }

  void save(LogSnapshot snapshot) {
    isSaving = true;
    log.saveSnapshot(snapshot);
  }

  /** Handles the snapshot store's reply; false if {@code message} is none. */
  boolean onReply(Object message) {
    if (message instanceof SaveSnapshotSuccess saved) {
      isSaving = false;
      previousSequenceNr = lastSequenceNr;
      lastSequenceNr = saved.metadata().sequenceNr();
      if (previousSequenceNr > 1) {
        // The one before stays, in case the new one turns out to be unreadable.
        log.deleteSnapshots(
            SnapshotSelectionCriteria.create(previousSequenceNr - 1, Long.MAX_VALUE));
      }
    } else if (message instanceof SaveSnapshotFailure failed) {
      isSaving = false;
      lastSequenceNr = failed.metadata().sequenceNr();
      LOGGER.warn(
          "scope={} sequenceNr={} snapshot was not saved; opening the log will take longer: {}",
          scopeId,
          failed.metadata().sequenceNr(),
          failed.cause().toString());
    } else if (message instanceof DeleteSnapshotsFailure failed) {
      LOGGER.warn(
          "scope={} old snapshots were not deleted: {}", scopeId, failed.cause().toString());
    } else {
      return message instanceof DeleteSnapshotsSuccess;
    }
    return true;
  }
}
