package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.testkit.ReadJournalConformance;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.javadsl.Source;

final class RocksDbReadJournalTest extends ReadJournalConformance<RocksDbReadJournal> {

  @Override
  protected Config config() {
    return TestDirectories.configWithNewDirectory();
  }

  @Override
  protected RocksDbReadJournal queries(ActorSystem system) {
    return PersistenceQuery.get(system)
        .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
  }

  @Override
  protected Source<EventEnvelope, NotUsed> allEvents(RocksDbReadJournal queries, Offset offset) {
    return queries.allEvents(offset);
  }

  @Override
  protected Source<EventEnvelope, NotUsed> currentAllEvents(
      RocksDbReadJournal queries, Offset offset) {
    return queries.currentAllEvents(offset);
  }
}
