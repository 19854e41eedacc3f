package io.atomicstore.journal.rocksdb;

import java.util.List;

/**
 * What a verification found.
 *
 * @param logs logs that have events
 * @param events events, numbers without an event included
 * @param commits commit records
 * @param indexEntries entries of the indexes of tags, of logs and of event ids
 * @param faultCount all faults, also those that {@code faults} has no room for
 * @param faults the first {@value #FAULTS_LISTED_MAX} faults
 */
public record VerificationReport(
    long logs,
    long events,
    long commits,
    long indexEntries,
    long snapshots,
    long faultCount,
    List<Fault> faults) {

  /** How many faults are listed: a report of a store that is all rubble has to end as well. */
  public static final int FAULTS_LISTED_MAX = 1_000;

  public VerificationReport {
    faults = List.copyOf(faults);
  }

  /**
   * One thing that is not as it must be.
   *
   * @param persistenceId the log concerned, empty if no single one is
   * @param sequenceNr the event concerned, 0 if no single one is
   */
  public record Fault(String persistenceId, long sequenceNr, String description) {}

  public boolean isFaultless() {
    return faultCount == 0;
  }
}
