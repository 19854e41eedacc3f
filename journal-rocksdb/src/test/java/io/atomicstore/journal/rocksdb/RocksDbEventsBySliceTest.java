package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.testkit.EventsBySliceConformance;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;

final class RocksDbEventsBySliceTest extends EventsBySliceConformance<RocksDbReadJournal> {

  @Override
  protected Config config() {
    return TestDirectories.configWithNewDirectory();
  }

  @Override
  protected RocksDbReadJournal queries(ActorSystem system) {
    return PersistenceQuery.get(system)
        .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
  }
}
