package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queries that wait: for the log to open, or for events that are not there yet. */
final class HeldQueries<O> {

  /**
   * A query for events, or for the result of an event id.
   *
   * @param afterSequenceNr it can be answered once the open log is longer; -1 if it need not be
   * @param eventId null if it is for events
   */
  record HeldQuery<O>(O asker, long afterSequenceNr, @Nullable EventId eventId) {}

  private List<HeldQuery<O>> queries = new ArrayList<>(0);

  void add(HeldQuery<O> query) {
    queries.add(query);
  }

  boolean isEmpty() {
    return queries.isEmpty();
  }

  int size() {
    return queries.size();
  }

  /** Takes out all queries, in order; those that still can't be answered are held again. */
  List<HeldQuery<O>> takeAll() {
    List<HeldQuery<O>> taken = queries;
    queries = new ArrayList<>(0);
    return taken;
  }

  /** This asker's need not wait for the log to be longer. */
  void overdue(O asker) {
    queries.replaceAll(
        query -> query.asker().equals(asker) ? new HeldQuery<>(asker, -1, query.eventId()) : query);
  }
}
