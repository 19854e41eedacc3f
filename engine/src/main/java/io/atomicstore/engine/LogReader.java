package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.Option;

/**
 * Reads the older events of a log that was opened from a snapshot, and hands them to its parent,
 * the log. Never writes.
 */
class LogReader<E, R> extends AbstractPersistentActor {

  /** The events 1 to the sequence number that was asked for. */
  record Loaded<E>(History<E> history) implements NoSerializationVerificationNeeded {}

  /** The events could not be read. */
  record NotLoaded(Throwable cause) implements NoSerializationVerificationNeeded {}

  private final ScopeId scopeId;
  private final long toSequenceNr;
  private final StoreSettings<E, R> settings;
  private final StoredEvents<E> storedEvents;
  private final History<E> history;

  private LogReader(ScopeId scopeId, long toSequenceNr, StoreSettings<E, R> settings) {
    this.scopeId = scopeId;
    this.toSequenceNr = toSequenceNr;
    this.settings = settings;
    this.history = new History<>(scopeId);
    this.storedEvents = new StoredEvents<>(scopeId, settings);
  }

  static <E, R> Props props(ScopeId scopeId, long toSequenceNr, StoreSettings<E, R> settings) {
    // Pekko asks for the plugins while the actor is being constructed, when only what an
    // anonymous class captures is there.
    return Props.create(
        LogReader.class,
        () ->
            new LogReader<E, R>(scopeId, toSequenceNr, settings) {
              @Override
              public String journalPluginId() {
                return settings.plugins().journalPluginId();
              }

              @Override
              public String snapshotPluginId() {
                return settings.plugins().snapshotPluginId();
              }
            });
  }

  @Override
  public String persistenceId() {
    return settings.persistenceId(scopeId);
  }

  @Override
  public Recovery recovery() {
    return Recovery.create(SnapshotSelectionCriteria.none(), toSequenceNr);
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder()
        .match(StoredRecord.class, record -> storedEvents.addTo(history, record))
        .match(RecoveryCompleted.class, completed -> onCompleted())
        .build();
  }

  private void onCompleted() {
    if (history.lastSequenceNr() == toSequenceNr) {
      getContext().getParent().tell(new Loaded<>(history), getSelf());
    } else {
      onFailed(
          new IllegalStateException(
              "scope '"
                  + scopeId
                  + "': expected the journal to hold the events 1 to "
                  + toSequenceNr
                  + ", found "
                  + history.lastSequenceNr()));
    }
    getContext().stop(getSelf());
  }

  @Override
  public void onRecoveryFailure(Throwable cause, Option<Object> event) {
    onFailed(cause);
  }

  private void onFailed(Throwable cause) {
    getContext().getParent().tell(new NotLoaded(cause), getSelf());
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().build();
  }
}
