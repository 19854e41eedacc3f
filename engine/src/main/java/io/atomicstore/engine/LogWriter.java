package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.LogPrefix;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AbstractPersistentActor;

/** Puts the accepted events of one log into its tail, and has the journal store them. */
final class LogWriter<E> {

  private final AbstractPersistentActor log;
  private final Tail<E> tail;
  private final StoredEvents<E> storedEvents;
  private final Clock clock;
  private final Consumer<LogPrefix> durable;
  private final JournalWrites writes;

  /**
   * Writes for {@code log}.
   *
   * @param durable told each time that the log up to the end of a submission is durable
   */
  LogWriter(
      AbstractPersistentActor log,
      Tail<E> tail,
      StoredEvents<E> storedEvents,
      Clock clock,
      Consumer<LogPrefix> durable) {
    this.log = log;
    this.tail = tail;
    this.storedEvents = storedEvents;
    this.clock = clock;
    this.durable = durable;
    this.writes = new JournalWrites(log, this::onDurable);
  }

  void write(Effect.Write<E, ?, Object, Addressee> write) {
    List<StoredRecord> records = storedEvents.recordsOf(write, clock.millis());
    List<E> events = write.submission().prospectiveEvent().events();
    for (int i = 0; i < records.size(); i++) {
      StoredRecord record = records.get(i);
      tail.add(
          storedEvents.storedEvent(record, events.get(i)),
          new LogPrefix(record.sequenceNr(), record.logHash()),
          i == 0 ? write.meta() : null,
          record.sizeBytes());
    }
    writes.write(records);
  }

  private void onDurable(StoredRecord record) {
    if (record.sequenceNr() != log.lastSequenceNr()) {
      throw new IllegalStateException(
          "the journal stored at sequence number "
              + log.lastSequenceNr()
              + " the event of sequence number "
              + record.sequenceNr());
    }
    if (record.isLast()) {
      durable.accept(new LogPrefix(record.sequenceNr(), record.logHash()));
      tail.trim(record.sequenceNr());
    }
  }
}
