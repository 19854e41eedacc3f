package io.atomicstore.engine;

import io.atomicstore.core.EventLog;
import java.io.NotSerializableException;
import org.apache.pekko.persistence.SnapshotOffer;

/**
 * Puts what the journal and the snapshot store hold back into the rules and the history of a log.
 * Any fault ends the opening: a damaged log is never opened.
 */
final class LogRecovery<E, R> {

  private final EventLog<E, R, Object, Originator> rules;
  private final History<E> history;
  private final StoredEvents<E> storedEvents;
  private final Snapshots snapshots;

  LogRecovery(
      EventLog<E, R, Object, Originator> rules,
      History<E> history,
      StoredEvents<E> storedEvents,
      Snapshots snapshots) {
    this.rules = rules;
    this.history = history;
    this.storedEvents = storedEvents;
    this.snapshots = snapshots;
  }

  void onSnapshot(SnapshotOffer offer) {
    LogSnapshot snapshot = (LogSnapshot) offer.snapshot();
    long sequenceNr = offer.metadata().sequenceNr();
    if (snapshot.acceptedIds().size() != sequenceNr) {
      throw new IllegalStateException(
          "the snapshot at sequence number "
              + sequenceNr
              + " holds the ids of "
              + snapshot.acceptedIds().size()
              + " events");
    }
    snapshot.acceptedIds().forEach(rules::recovered);
    history.startAfter(sequenceNr);
    snapshots.startAfter(sequenceNr);
  }

  void onEvent(StoredRecord event, long journalSequenceNr) throws NotSerializableException {
    if (event.sequenceNr() != journalSequenceNr) {
      throw new IllegalStateException(
          "the journal holds at sequence number "
              + journalSequenceNr
              + " the event of sequence number "
              + event.sequenceNr());
    }
    rules.recovered(StoredEvents.idOf(event));
    storedEvents.addTo(history, event);
  }

  /** Checks that the journal has shown all the events it knows of. */
  void checkComplete(long journalSequenceNr) {
    if (history.lastSequenceNr() != journalSequenceNr) {
      throw new IllegalStateException(
          "the journal's last event is that of sequence number " + history.lastSequenceNr());
    }
  }
}
