package io.atomicstore.journal;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;

/** A read journal that finds events by their ids, at a cost that does not grow with the log. */
public interface EventIdQuery extends ReadJournal {

  /**
   * The sequence number of the {@link IdentifiedEvent} with that id in the log of that persistence
   * id, counting from 1; 0 if the log has none. Every event that was durable when this was called
   * is considered. Does not block; usable from any thread.
   *
   * @return fails if the index can't be read
   */
  CompletionStage<Long> sequenceNrOf(String persistenceId, UUID eventId);
}
