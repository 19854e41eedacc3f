package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.EventIdQuery;
import io.atomicstore.journal.OffsetBeyondEndException;
import io.atomicstore.journal.PersistenceIdsByPrefixQuery;
import io.atomicstore.journal.rocksdb.CommitNotifier.Topic;
import io.atomicstore.journal.rocksdb.PagedQuery.Pages;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.Persistence;
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
import org.apache.pekko.persistence.query.typed.javadsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.apache.pekko.stream.javadsl.Source;
import scala.collection.immutable.Range;
import scala.collection.immutable.Seq;

/**
 * Queries over the events of a {@link RocksDbJournal}, for Java.
 *
 * <p>Every event has one offset, a {@link Sequence}, which is its place among all events of the
 * store in the order in which they became durable. It is the same in every query. A query that is
 * given the offset of the last event it handled goes on with the next: none is left out and none
 * comes twice, restarts included.
 *
 * <p>A query that is given an offset behind the last event of the store fails with {@link
 * OffsetBeyondEndException}, rather than wait for events that would not be the next.
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
        EventsBySliceQuery,
        CurrentEventsBySliceQuery,
        EventIdQuery,
        PersistenceIdsByPrefixQuery {

  /** What to ask {@code PersistenceQuery} for. */
  public static final String IDENTIFIER = "atomic-store.rocksdb.read-journal";

  private final RocksDbJournal journal;
  private final Persistence persistence;
  private final EventEnvelopes envelopes;
  private final String dispatcher;
  private final EventIdLookups eventIds;
  private final LogListings listings;

  RocksDbReadJournal(ExtendedActorSystem system, Config config) {
    this.journal = RocksDbJournal.get(system);
    this.persistence = (Persistence) Persistence.apply(system);
    this.envelopes =
        new EventEnvelopes(
            new EventSerialization(system),
            persistence.adaptersFor(config.getString("write-plugin")),
            persistence);
    this.dispatcher = config.getString("read-dispatcher");
    Executor reads = system.dispatchers().lookup(dispatcher);
    this.eventIds = new EventIdLookups(journal.reader(), reads);
    this.listings = new LogListings(journal, reads);
  }

  /**
   * The logs in the order of their first events, then each new one. Deleted logs are among them.
   */
  @Override
  public Source<String, NotUsed> persistenceIds() {
    return run(
        PagedQuery.live(
            journal.notifier(),
            new Topic.NewLogs(),
            () -> new Pages<>(1, Long.MAX_VALUE, journal.reader()::logs)));
  }

  /** The logs in the order of their first events. */
  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return run(
        PagedQuery.current(
            journal.notifier(), () -> new Pages<>(1, lastOrdering(), journal.reader()::logs)));
  }

  /** The events of one log in order, then each new one; both ends are included. */
  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return run(
        PagedQuery.live(
            journal.notifier(),
            new Topic.OfLog(persistenceId),
            () -> ofLog(persistenceId, fromSequenceNr, toSequenceNr)));
  }

  /** The events of one log in order; both ends are included. */
  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return run(
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
    long seen = ordering(offset);
    return run(
        PagedQuery.live(
            journal.notifier(),
            new Topic.OfTag(tag),
            () -> withTag(tag, after(seen), Long.MAX_VALUE)));
  }

  /** The events with a tag that come after {@code offset}. */
  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    long seen = ordering(offset);
    return run(
        PagedQuery.current(journal.notifier(), () -> withTag(tag, after(seen), lastOrdering())));
  }

  /** All events of the store that come after {@code offset}, then each new one. */
  public Source<EventEnvelope, NotUsed> allEvents(Offset offset) {
    return run(liveEvents(LogFilter.ALL, offset, envelopes::of));
  }

  /** All events of the store that come after {@code offset}. */
  public Source<EventEnvelope, NotUsed> currentAllEvents(Offset offset) {
    return run(currentEvents(LogFilter.ALL, offset, envelopes::of));
  }

  /**
   * The events of one entity type that come after {@code offset}, then each new one, of the logs
   * whose slices are in the range; both ends included. Events of one log come in their order. The
   * events of other logs are passed over without being read.
   *
   * @param entityType the part of a persistence id before its first {@code |}; empty for those that
   *     have none
   */
  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> eventsBySlices(
          String entityType, int minSlice, int maxSlice, Offset offset) {
    SliceRange logs = new SliceRange(entityType, minSlice, maxSlice, persistence);
    return run(liveEvents(logs, offset, event -> envelopes.typed(event, entityType)));
  }

  /** As {@link #eventsBySlices}, up to the last event that is stored when the query begins. */
  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed>
          currentEventsBySlices(String entityType, int minSlice, int maxSlice, Offset offset) {
    SliceRange logs = new SliceRange(entityType, minSlice, maxSlice, persistence);
    return run(currentEvents(logs, offset, event -> envelopes.typed(event, entityType)));
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return persistence.sliceForPersistenceId(persistenceId);
  }

  @Override
  public List<Pair<Integer, Integer>> sliceRanges(int numberOfRanges) {
    return persistence.getSliceRanges(numberOfRanges);
  }

  Seq<Range> scalaSliceRanges(int numberOfRanges) {
    return persistence.sliceRanges(numberOfRanges);
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

  /**
   * Logs by their persistence ids, a page at a time. Reads on the read dispatcher: a look-up for
   * each length that the ids of the store have, and one for each log of the page.
   *
   * @return fails with {@link StoreUnavailableException} when the store is closed
   */
  @Override
  public CompletionStage<List<String>> persistenceIdsByPrefix(
      String prefix, String after, int max) {
    return listings.page(LogListing.of(prefix, after, max));
  }

  private <T> PagedQuery<T> liveEvents(
      LogFilter logs, Offset offset, Function<StoredEvent, List<T>> make) {
    long seen = ordering(offset);
    return PagedQuery.live(
        journal.notifier(),
        new Topic.AllEvents(),
        () -> new Pages<>(after(seen), Long.MAX_VALUE, ofLogs(logs, make)));
  }

  private <T> PagedQuery<T> currentEvents(
      LogFilter logs, Offset offset, Function<StoredEvent, List<T>> make) {
    long seen = ordering(offset);
    return PagedQuery.current(
        journal.notifier(), () -> new Pages<>(after(seen), lastOrdering(), ofLogs(logs, make)));
  }

  private <T> PagedQuery.Reader<T> ofLogs(LogFilter logs, Function<StoredEvent, List<T>> make) {
    return (from, to) -> journal.reader().events(logs, from, to).map(make, StoredEvent::ordering);
  }

  private Pages<EventEnvelope> ofLog(String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return new Pages<>(
        Math.max(1, fromSequenceNr),
        toSequenceNr,
        (from, to) ->
            journal
                .reader()
                .eventsOfLog(new LogRange(persistenceId, from, to))
                .map(envelopes::of, StoredEvent::sequenceNr));
  }

  private Pages<EventEnvelope> withTag(String tag, long fromOrdering, long toOrdering) {
    return new Pages<>(
        fromOrdering,
        toOrdering,
        (from, to) ->
            journal
                .reader()
                .eventsWithTag(tag, from, to)
                .map(envelopes::of, StoredEvent::ordering));
  }

  private long lastOrdering() {
    return journal.reader().lastOrdering();
  }

  /** The ordering behind the last one seen; when a query begins. */
  private long after(long seen) {
    long last = lastOrdering();
    if (seen > last) {
      throw new OffsetBeyondEndException(
          "the store in directory '" + journal.store().directory() + "'", seen, last);
    }
    return seen + 1;
  }

  private static long ordering(Offset offset) {
    if (offset instanceof Sequence sequence) {
      return Math.max(0, sequence.value());
    }
    if (offset instanceof NoOffset$) {
      return 0;
    }
    throw new IllegalArgumentException(
        "expected an offset that this journal gave, a Sequence, or none; got " + offset);
  }

  private <T> Source<T, NotUsed> run(PagedQuery<T> query) {
    return query.on(dispatcher);
  }
}
