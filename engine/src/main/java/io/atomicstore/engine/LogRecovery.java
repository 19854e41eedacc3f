package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.LogSummary;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.persistence.SnapshotOffer;

/**
 * Puts what the journal and the snapshot store hold back into the rules and the tail of a log. Any
 * fault ends the opening: a damaged log is never opened.
 */
final class LogRecovery<E, R> {

  private final EventLog<E, R, Object, Addressee> rules;
  private final Tail<E> tail;
  private final StoredEvents<E> storedEvents;
  private final Snapshots snapshots;

  /** The records of a submission, of which more are to come. */
  private final List<StoredRecord> submission = new ArrayList<>(1);

  LogRecovery(
      EventLog<E, R, Object, Addressee> rules,
      Tail<E> tail,
      StoredEvents<E> storedEvents,
      Snapshots snapshots) {
    this.rules = rules;
    this.tail = tail;
    this.storedEvents = storedEvents;
    this.snapshots = snapshots;
  }

  void onSnapshot(SnapshotOffer offer) {
    LogSummary summary = ((LogSnapshot) offer.snapshot()).summary();
    long sequenceNr = offer.metadata().sequenceNr();
    if (summary.prefix().sequenceNr() != sequenceNr) {
      throw new IllegalStateException(
          "the snapshot at sequence number "
              + sequenceNr
              + " is of the events up to "
              + summary.prefix().sequenceNr());
    }
    rules.recovered(summary);
    tail.startAfter(summary.prefix());
    snapshots.startAfter(sequenceNr);
  }

  void onEvent(StoredRecord record, long journalSequenceNr) throws NotSerializableException {
    if (record.sequenceNr() != journalSequenceNr) {
      throw new IllegalStateException(
          "the journal holds at sequence number "
              + journalSequenceNr
              + " the event of sequence number "
              + record.sequenceNr());
    }
    tail.checkNext(record.sequenceNr());
    checkPlace(record);
    checkSeal(record);
    LogPrefix prefix = tail.end().followedBy(record.eventId());
    checkHash(record, prefix);
    submission.add(record);
    if (record.isLast()) {
      recoverSubmission();
    }
    tail.add(
        storedEvents.storedEvent(record), prefix, storedEvents.metaOf(record), record.sizeBytes());
    tail.trim(record.sequenceNr());
  }

  /** Records of format 1 have no hash. */
  private static void checkHash(StoredRecord record, LogPrefix prefix) {
    if (record.logHash() != 0 && record.logHash() != prefix.hash()) {
      throw new IllegalStateException(
          "the event of sequence number "
              + record.sequenceNr()
              + " was stored behind other events than those that precede it");
    }
  }

  private void checkPlace(StoredRecord record) {
    if (submission.isEmpty() != record.isFirst()
        || (!submission.isEmpty() && !continues(submission.get(submission.size() - 1), record))) {
      throw cut(
          record.isFirst()
              ? "another submission"
              : "event " + record.sequenceNr() + " of submission " + record.eventId());
    }
  }

  /** Only the last event of a submission seals a log. */
  private static void checkSeal(StoredRecord record) {
    if (record.sealsLog() && !record.isLast()) {
      throw new IllegalStateException(
          "the event of sequence number "
              + record.sequenceNr()
              + " seals the log, but "
              + record.place().following()
              + " events of its submission follow");
    }
  }

  private static boolean continues(StoredRecord earlier, StoredRecord record) {
    return record.eventId().equals(earlier.eventId())
        && record.place().following() == earlier.place().following() - 1;
  }

  private IllegalStateException cut(String found) {
    return new IllegalStateException(
        submission.isEmpty()
            ? "expected the first event of a submission, found " + found
            : "expected all events of submission "
                + submission.get(0).eventId()
                + ", from sequence number "
                + submission.get(0).sequenceNr()
                + ", found "
                + submission.size()
                + " of "
                + (1 + submission.get(0).place().following())
                + " and then "
                + found);
  }

  private void recoverSubmission() {
    AcceptedId accepted = acceptedId(submission);
    rules.recovered(accepted, submission.get(submission.size() - 1).sealsLog());
    submission.clear();
  }

  /** The id of a submission, from all its records. */
  static AcceptedId acceptedId(List<StoredRecord> submission) {
    StoredRecord first = submission.get(0);
    boolean sealsLog = submission.get(submission.size() - 1).sealsLog();
    return new AcceptedId(
        first.sequenceNr(),
        first.eventId(),
        Fingerprints.of(submission.stream().map(StoredRecord::event).toList(), sealsLog),
        submission.size());
  }

  /** Checks that the journal has shown all the events it knows of, and no part of a submission. */
  void checkComplete(long journalSequenceNr) {
    if (tail.end().sequenceNr() != journalSequenceNr) {
      throw new IllegalStateException(
          "the journal's last event is that of sequence number " + tail.end().sequenceNr());
    }
    if (!submission.isEmpty()) {
      throw cut("no more events");
    }
  }
}
