package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.EventIdQuery;
import io.atomicstore.testkit.EventIdQueryConformance;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;

final class RocksDbEventIdQueryTest extends EventIdQueryConformance {

  @Override
  protected Config config() {
    return TestDirectories.configWithNewDirectory();
  }

  @Override
  protected EventIdQuery queries(ActorSystem system) {
    return PersistenceQuery.get(system)
        .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
  }
}
