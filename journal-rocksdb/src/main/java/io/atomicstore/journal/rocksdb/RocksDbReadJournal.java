package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.EventIdQuery;
import io.atomicstore.journal.rocksdb.CommitNotifier.Topic;
import io.atomicstore.journal.rocksdb.PagedQuery.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.EventAdapters;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.NoOffset$;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.stream.javadsl.Source;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Queries over the events of a {@link RocksDbJournal}, for Java.
 *
 * <p>Every event has one offset, a {@link Sequence}, which is its place among all events of the
 * store in the order in which they became durable. It is the same in every query. A query that is
 * given the offset of the last event it handled goes on with the next: none is left out and none
 * comes twice, restarts included.
 *
 * <p>Only durable events are shown. A query fails with {@link CorruptRecordException} at an event
 * that is damaged or missing, and with {@link StoreUnavailableException} when the store is closed.
 */
public final class RocksDbReadJournal
    implements PersistenceIdsQuery,
        CurrentPersistenceIdsQuery,
        EventsByPersistenceIdQuery,
        CurrentEventsByPersistenceIdQuery,
        EventsByTagQuery,
        CurrentEventsByTagQuery,
        EventIdQuery {

  /** What to ask {@code PersistenceQuery} for. */
  public static final String IDENTIFIER = "atomic-store.rocksdb.read-journal";

  private final RocksDbJournal journal;
  private final EventSerialization serialization;
  private final EventAdapters adapters;
  private final String dispatcher;
  private final EventIdLookups eventIds;

  RocksDbReadJournal(ExtendedActorSystem system, Config config) {
    this.journal = RocksDbJournal.get(system);
    this.serialization = new EventSerialization(system);
    this.adapters =
        ((Persistence) Persistence.apply(system)).adaptersFor(config.getString("write-plugin"));
    this.dispatcher = config.getString("read-dispatcher");
    this.eventIds = new EventIdLookups(journal.reader(), system.dispatchers().lookup(dispatcher));
  }

  /**
   * The logs in the order of their first events, then each new one. Deleted logs are among them.
   */
  @Override
  public Source<String, NotUsed> persistenceIds() {
    return source(
        PagedQuery.live(
            journal.notifier(),
            new Topic.NewLogs(),
            () -> new Pages<>(1, Long.MAX_VALUE, journal.reader()::logs)));
  }

  /** The logs in the order of their first events. */
  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return source(
        PagedQuery.current(
            journal.notifier(), () -> new Pages<>(1, lastOrdering(), journal.reader()::logs)));
  }

  /** The events of one log in order, then each new one; both ends are included. */
  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return envelopes(
        PagedQuery.live(
            journal.notifier(),
            new Topic.OfLog(persistenceId),
            () -> ofLog(persistenceId, fromSequenceNr, toSequenceNr)));
  }

  /** The events of one log in order; both ends are included. */
  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return envelopes(
        PagedQuery.current(
            journal.notifier(),
            () -> {
              long highest = journal.reader().highestSequenceNr(persistenceId);
              return ofLog(persistenceId, fromSequenceNr, Math.min(toSequenceNr, highest));
            }));
  }

  /** The events with a tag that come after {@code offset}, then each new one. */
  @Override
  public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
    long from = after(offset);
    return envelopes(
        PagedQuery.live(
            journal.notifier(), new Topic.OfTag(tag), () -> withTag(tag, from, Long.MAX_VALUE)));
  }

  /** The events with a tag that come after {@code offset}. */
  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    long from = after(offset);
    return envelopes(
        PagedQuery.current(journal.notifier(), () -> withTag(tag, from, lastOrdering())));
  }

  /** All events of the store that come after {@code offset}, then each new one. */
  public Source<EventEnvelope, NotUsed> allEvents(Offset offset) {
    long from = after(offset);
    return envelopes(
        PagedQuery.live(
            journal.notifier(),
            new Topic.AllEvents(),
            () -> new Pages<>(from, Long.MAX_VALUE, journal.reader()::events)));
  }

  /** All events of the store that come after {@code offset}. */
  public Source<EventEnvelope, NotUsed> currentAllEvents(Offset offset) {
    long from = after(offset);
    return envelopes(
        PagedQuery.current(
            journal.notifier(), () -> new Pages<>(from, lastOrdering(), journal.reader()::events)));
  }

  /**
   * Where in its log the event with an id is; 0 if the log has none, or it was deleted. Considers
   * every event that was durable when this was called. Reads on the read dispatcher.
   *
   * @return fails with {@link CorruptRecordException} if the index entry is damaged or leads to a
   *     missing event, and with {@link StoreUnavailableException} when the store is closed
   */
  @Override
  public CompletionStage<Long> sequenceNrOf(String persistenceId, UUID eventId) {
    return eventIds.sequenceNrOf(persistenceId, eventId);
  }

  private Pages<StoredEvent> ofLog(String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return new Pages<>(
        Math.max(1, fromSequenceNr),
        toSequenceNr,
        (from, to) -> journal.reader().eventsOfLog(new LogRange(persistenceId, from, to)));
  }

  private Pages<StoredEvent> withTag(String tag, long fromOrdering, long toOrdering) {
    return new Pages<>(
        fromOrdering, toOrdering, (from, to) -> journal.reader().eventsWithTag(tag, from, to));
  }

  private long lastOrdering() {
    return journal.reader().lastOrdering();
  }

  private static long after(Offset offset) {
    if (offset instanceof Sequence sequence) {
      return sequence.value() + 1;
    }
    if (offset instanceof NoOffset$) {
      return 1;
    }
    throw new IllegalArgumentException(
        "expected an offset that this journal gave, a Sequence, or none; got " + offset);
  }

  private <T> Source<T, NotUsed> source(PagedQuery<T> query) {
    return Source.fromGraph(query).async(dispatcher);
  }

  private Source<EventEnvelope, NotUsed> envelopes(PagedQuery<StoredEvent> query) {
    return Source.fromGraph(query).mapConcat(this::toEnvelopes).async(dispatcher);
  }

  /** As many as the event adapters make of the event, usually one. */
  private List<EventEnvelope> toEnvelopes(StoredEvent event) {
    PersistentRepr restored = serialization.restore(event);
    List<EventEnvelope> envelopes = new ArrayList<>(1);
    for (Object adapted : adapted(restored)) {
      envelopes.add(
          EventEnvelope.apply(
              Sequence.apply(event.ordering()),
              event.persistenceId(),
              event.sequenceNr(),
              adapted,
              event.timestamp(),
              restored.metadata()));
    }
    return envelopes;
  }

  private Iterable<Object> adapted(PersistentRepr event) {
    Object payload = event.payload();
    return CollectionConverters.asJava(
        adapters.get(payload.getClass()).fromJournal(payload, event.manifest()).events());
  }
}
