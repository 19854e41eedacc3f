package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.testkit.EventsBySliceHistoriesConformance;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;

/** Pages are so small that a reader begins in the middle of commits and runs. */
final class RocksDbEventsBySliceHistoriesTest
    extends EventsBySliceHistoriesConformance<RocksDbReadJournal> {

  @Override
  protected Config config() {
    return ConfigFactory.parseString("atomic-store.rocksdb.page-events-max = 3")
        .withFallback(TestDirectories.configWithNewDirectory());
  }

  @Override
  protected RocksDbReadJournal queries(ActorSystem system) {
    return PersistenceQuery.get(system)
        .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
  }
}
