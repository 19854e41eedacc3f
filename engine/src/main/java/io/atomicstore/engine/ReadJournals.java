package io.atomicstore.engine;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;

/** Finds the read journal of a store, and says what is in the way if it can't do what is asked. */
final class ReadJournals {

  private ReadJournals() {}

  /**
   * The store's read journal as what it is needed for.
   *
   * @param what the query offers, in words
   * @throws IllegalStateException if there is none, or it can't do this
   */
  static <T> T of(ActorSystem system, StoreSettings<?, ?> settings, Class<T> query, String what) {
    String id = settings.plugins().readJournalPluginId();
    String expected =
        "expected readJournalPluginId of the store's builder to name a read journal that has "
            + what
            + ", found ";
    if (id.isEmpty()) {
      throw new IllegalStateException(expected + "none set");
    }
    ReadJournal journal = PersistenceQuery.get(system).getReadJournalFor(ReadJournal.class, id);
    if (!query.isInstance(journal)) {
      throw new IllegalStateException(
          expected + "'" + id + "', a " + journal.getClass().getName() + ", which has not");
    }
    return query.cast(journal);
  }
}
