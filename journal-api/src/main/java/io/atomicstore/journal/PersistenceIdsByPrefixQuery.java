package io.atomicstore.journal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;

/**
 * A read journal that lists its logs by name, a page at a time, at a cost that grows neither with
 * the length of the logs nor with the number of those that are not on the page.
 *
 * <p>Pekko's {@code PagedPersistenceIdsQuery} promises no order, so that it can't be asked for the
 * logs whose names begin alike.
 */
public interface PersistenceIdsByPrefixQuery extends ReadJournal {

  /**
   * The persistence ids that begin with {@code prefix} and lie behind {@code after}, in the order
   * of the bytes of their UTF-8, the first {@code max} of them. Fewer than {@code max} means that
   * there are no others.
   *
   * <p>A log is listed if it has an event: one whose events are all deleted is not. Every event
   * that was durable when this was called is considered. Does not block; usable from any thread.
   *
   * @param prefix empty for all logs
   * @param after need not be the id of a log; empty for the first page
   * @param max 1 or more
   * @return fails if the journal can't be read
   * @throws IllegalArgumentException if {@code max} is less than 1, or a text has an unpaired
   *     surrogate
   */
  CompletionStage<List<String>> persistenceIdsByPrefix(String prefix, String after, int max);
}
