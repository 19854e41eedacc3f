package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.EventId;
import io.atomicstore.journal.EventIdQuery;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether one log has a submission of some id among its durable events: by the journal's
 * index of ids, at the cost of one or two readings, or, where the journal has none, by reading the
 * log from its beginning, at the cost of all of it.
 */
final class IdLookUps {

  /**
   * What the index says, sent to the log.
   *
   * @param sequenceNr 0 if it has no such id
   * @param failure null if the index could be read
   */
  record Indexed(EventId eventId, long sequenceNr, @Nullable Throwable failure)
      implements NoSerializationVerificationNeeded {}

  /** What was found; null if the log has no such id. */
  @FunctionalInterface
  interface Found {
    void found(EventId eventId, @Nullable AcceptedId accepted);
  }

  private static final int SCAN_EVENTS = 1_000;

  private final String persistenceId;
  private final @Nullable EventIdQuery index;
  private final JournalReads journal;
  private final ActorRef log;
  private final LongSupplier durableSequenceNr;
  private final Found found;
  private final Consumer<Throwable> failed;

  /**
   * Look-ups in the log of {@code persistenceId}.
   *
   * @param failed gets the reason if the journal can't be read
   */
  IdLookUps(
      StoreSettings<?, ?> settings,
      String persistenceId,
      JournalReads journal,
      ActorRef log,
      LongSupplier durableSequenceNr,
      Found found,
      Consumer<Throwable> failed) {
    this.persistenceId = persistenceId;
    this.index = settings.plugins().eventIds();
    this.journal = journal;
    this.log = log;
    this.durableSequenceNr = durableSequenceNr;
    this.found = found;
    this.failed = failed;
  }

  void lookUp(EventId eventId) {
    if (index == null) {
      scan(eventId, 1, durableSequenceNr.getAsLong());
      return;
    }
    index
        .sequenceNrOf(persistenceId, eventId.value())
        .whenComplete(
            (sequenceNr, failure) ->
                log.tell(new Indexed(eventId, sequenceNr == null ? 0 : sequenceNr, failure), log));
  }

  void onIndexed(Indexed indexed) {
    Throwable failure = indexed.failure();
    if (failure != null) {
      failed.accept(failure);
    } else if (indexed.sequenceNr() == 0) {
      found.found(indexed.eventId(), null);
    } else {
      readFirst(indexed.eventId(), indexed.sequenceNr());
    }
  }

  private void readFirst(EventId eventId, long sequenceNr) {
    journal.read(
        sequenceNr,
        sequenceNr,
        records -> {
          StoredRecord first = records.get(0);
          if (!first.isFirst() || !first.eventId().equals(eventId)) {
            failed.accept(
                new IllegalStateException(
                    "the index of event ids has "
                        + eventId
                        + " at sequence number "
                        + sequenceNr
                        + ", where the journal has "
                        + first.eventId()));
          } else {
            readAll(first);
          }
        },
        failed);
  }

  private void readAll(StoredRecord first) {
    if (first.isLast()) {
      found.found(first.eventId(), LogRecovery.acceptedId(List.of(first)));
      return;
    }
    journal.read(
        first.sequenceNr(),
        first.sequenceNr() + first.place().following(),
        records -> found.found(first.eventId(), LogRecovery.acceptedId(records)),
        failed);
  }

  private void scan(EventId eventId, long fromSequenceNr, long toSequenceNr) {
    if (fromSequenceNr > toSequenceNr) {
      found.found(eventId, null);
      return;
    }
    long to = Math.min(toSequenceNr, fromSequenceNr + SCAN_EVENTS - 1);
    journal.read(
        fromSequenceNr,
        to,
        records -> {
          for (StoredRecord record : records) {
            if (record.isFirst() && record.eventId().equals(eventId)) {
              readAll(record);
              return;
            }
          }
          scan(eventId, to + 1, toSequenceNr);
        },
        failed);
  }
}
