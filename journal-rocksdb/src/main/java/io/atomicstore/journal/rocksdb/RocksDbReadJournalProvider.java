package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.query.ReadJournalProvider;

/** Makes the queries for Java and for Scala. Pekko makes it by reflection, from its name. */
final class RocksDbReadJournalProvider implements ReadJournalProvider {

  private final RocksDbReadJournal readJournal;

  RocksDbReadJournalProvider(ExtendedActorSystem system, Config config) {
    this.readJournal = new RocksDbReadJournal(system, config);
  }

  @Override
  public RocksDbScalaReadJournal scaladslReadJournal() {
    return new RocksDbScalaReadJournal(readJournal);
  }

  @Override
  public RocksDbReadJournal javadslReadJournal() {
    return readJournal;
  }
}
