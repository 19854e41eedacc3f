package io.atomicstore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.ReceiveTimeout;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;

/**
 * Reads some records of one log from the journal, hands them to its parent, the log, and ends. It
 * speaks Pekko's own protocol of recovery, which every journal plugin understands; see {@code
 * docs/decisions/reading-pages.md}.
 */
final class JournalReader extends AbstractActor {

  /**
   * What to read.
   *
   * @param id names the reading in the answer
   * @param fromSequenceNr the first record, counting from 1
   * @param toSequenceNr the last record, which the journal is known to hold
   */
  record Range(long id, String persistenceId, long fromSequenceNr, long toSequenceNr) {}

  /** The records of a range, all of them, in order. */
  record Read(long id, List<StoredRecord> records) implements NoSerializationVerificationNeeded {}

  /** The records could not be read. */
  record NotRead(long id, Throwable cause) implements NoSerializationVerificationNeeded {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorRef journal;
  private final Range range;
  private final List<StoredRecord> records = new ArrayList<>();

  private JournalReader(ActorRef journal, Range range) {
    this.journal = journal;
    this.range = range;
  }

  static Props props(ActorRef journal, Range range) {
    return Props.create(JournalReader.class, () -> new JournalReader(journal, range));
  }

  @Override
  public void preStart() {
    getContext().setReceiveTimeout(PATIENCE);
    journal.tell(
        new JournalProtocol.ReplayMessages(
            range.fromSequenceNr(),
            range.toSequenceNr(),
            range.toSequenceNr() - range.fromSequenceNr() + 1,
            range.persistenceId(),
            getSelf()),
        getSelf());
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(JournalProtocol.ReplayedMessage.class, replayed -> onRecord(replayed.persistent()))
        .match(JournalProtocol.RecoverySuccess.class, success -> onEnd())
        .match(JournalProtocol.ReplayMessagesFailure.class, failure -> fail(failure.cause()))
        .match(
            ReceiveTimeout.class,
            timeout -> fail(new IllegalStateException("the journal did not answer in " + PATIENCE)))
        .build();
  }

  private void onRecord(PersistentRepr stored) {
    long expected = range.fromSequenceNr() + records.size();
    if (!(stored.payload() instanceof StoredRecord record)) {
      fail(
          damaged(
              "expected at sequence number "
                  + expected
                  + " an event of the store, found "
                  + stored.payload().getClass()));
    } else if (stored.sequenceNr() != expected || record.sequenceNr() != expected) {
      fail(
          damaged(
              "expected the event of sequence number "
                  + expected
                  + " next, found at "
                  + stored.sequenceNr()
                  + " that of "
                  + record.sequenceNr()));
    } else {
      records.add(record);
    }
  }

  private void onEnd() {
    long next = range.fromSequenceNr() + records.size();
    if (next <= range.toSequenceNr()) {
      fail(damaged("expected the event of sequence number " + next + " next, found none"));
    } else {
      tell(new Read(range.id(), List.copyOf(records)));
    }
  }

  private IllegalStateException damaged(String what) {
    return new IllegalStateException("journal of '" + range.persistenceId() + "': " + what);
  }

  private void fail(Throwable cause) {
    tell(new NotRead(range.id(), cause));
  }

  private void tell(Object answer) {
    getContext().getParent().tell(answer, getSelf());
    getContext().stop(getSelf());
  }
}
