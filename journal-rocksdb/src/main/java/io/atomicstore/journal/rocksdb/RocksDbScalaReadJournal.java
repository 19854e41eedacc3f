package io.atomicstore.journal.rocksdb;

import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.scaladsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.scaladsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.scaladsl.PersistenceIdsQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.EventsBySliceQuery;
import org.apache.pekko.stream.scaladsl.Source;
import scala.collection.immutable.Range;
import scala.collection.immutable.Seq;

/** The queries of {@link RocksDbReadJournal}, for Scala. */
public final class RocksDbScalaReadJournal
    implements PersistenceIdsQuery,
        CurrentPersistenceIdsQuery,
        EventsByPersistenceIdQuery,
        CurrentEventsByPersistenceIdQuery,
        EventsByTagQuery,
        CurrentEventsByTagQuery,
        EventsBySliceQuery,
        CurrentEventsBySliceQuery {

  private final RocksDbReadJournal queries;

  RocksDbScalaReadJournal(RocksDbReadJournal queries) {
    this.queries = queries;
  }

  @Override
  public Source<String, NotUsed> persistenceIds() {
    return queries.persistenceIds().asScala();
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return queries.currentPersistenceIds().asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return queries.eventsByPersistenceId(persistenceId, fromSequenceNr, toSequenceNr).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return queries
        .currentEventsByPersistenceId(persistenceId, fromSequenceNr, toSequenceNr)
        .asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
    return queries.eventsByTag(tag, offset).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    return queries.currentEventsByTag(tag, offset).asScala();
  }

  /** All events of the store that come after {@code offset}, then each new one. */
  public Source<EventEnvelope, NotUsed> allEvents(Offset offset) {
    return queries.allEvents(offset).asScala();
  }

  /** All events of the store that come after {@code offset}. */
  public Source<EventEnvelope, NotUsed> currentAllEvents(Offset offset) {
    return queries.currentAllEvents(offset).asScala();
  }

  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> eventsBySlices(
          String entityType, int minSlice, int maxSlice, Offset offset) {
    return queries.<E>eventsBySlices(entityType, minSlice, maxSlice, offset).asScala();
  }

  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed>
          currentEventsBySlices(String entityType, int minSlice, int maxSlice, Offset offset) {
    return queries.<E>currentEventsBySlices(entityType, minSlice, maxSlice, offset).asScala();
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return queries.sliceForPersistenceId(persistenceId);
  }

  @Override
  public Seq<Range> sliceRanges(int numberOfRanges) {
    return queries.scalaSliceRanges(numberOfRanges);
  }
}
