package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import io.atomicstore.journal.PersistenceIdsByPrefixQuery;
import io.atomicstore.testkit.PersistenceIdsByPrefixConformance;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;

final class RocksDbPersistenceIdsByPrefixTest extends PersistenceIdsByPrefixConformance {

  @Override
  protected Config config() {
    return TestDirectories.configWithNewDirectory();
  }

  @Override
  protected PersistenceIdsByPrefixQuery queries(ActorSystem system) {
    return PersistenceQuery.get(system)
        .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
  }
}
