package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the naive model of a log, beside what is submitted to it. */
final class NaiveQueries {

  /**
   * A query that waits.
   *
   * @param after it waits for the log to be longer; -1 if it does not
   * @param id whose result it asks for; 0 if it asks for events
   */
  private record Waiting(String asker, long after, int id) {}

  private final NaiveDecisions decided;
  private final NaiveLookUps lookUps;
  private final List<Tracked> submitted;
  private final List<Did> dids;
  private final int max;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean isOpen;
  private boolean isOver;

  /**
   * @param dids what the log did, to be added to
   */
  NaiveQueries(
      NaiveDecisions decided,
      NaiveLookUps lookUps,
      List<Tracked> submitted,
      List<Did> dids,
      int max) {
    this.decided = decided;
    this.lookUps = lookUps;
    this.submitted = submitted;
    this.dids = dids;
    this.max = max;
  }

  void ask(String asker, long after, int id) {
    answer(new Waiting(asker, after, id));
  }

  private void answer(Waiting query) {
    long end = decided.eventsOf(decided.durable);
    if (isOpen && query.id() != 0) {
      answerResult(query);
    } else if (isOpen && (end > query.after() || (decided.isSealed() && decided.isAllDurable()))) {
      dids.add(new Did(Did.What.ANSWER_QUERY, null, end, query.asker()));
    } else if (mayWait(query.asker())) {
      waiting.add(query);
    }
  }

  private boolean mayWait(String asker) {
    if (isOver || waiting.size() + lookUps.askers().size() >= max) {
      refuse(asker);
      return false;
    }
    return true;
  }

  private void refuse(String asker) {
    dids.add(new Did(Did.What.REFUSE_QUERY, null, 0, asker));
  }

  private void answerResult(Waiting query) {
    RecordedResult<String, Long> result = resultOf(query.id());
    if (result != null) {
      tell(query.asker(), result);
    } else if (mayWait(query.asker())) {
      NaiveLookUps.LookUp lookUp = lookUps.find(query.id());
      if (lookUp == null) {
        lookUp = lookUps.ask(query.id(), decided.durable);
        dids.add(new Did(Did.What.LOOK_UP, null, query.id(), null));
      }
      lookUp.askers.add(query.asker());
    }
  }

  /** Null if only the journal can tell. */
  private @Nullable RecordedResult<String, Long> resultOf(int id) {
    Tracked accepted = decided.recent(id);
    Tracked remembered = decided.remembered(id);
    if (accepted != null) {
      return decided.isDurable(accepted)
          ? new RecordedResult.Accepted<>(decided.sequenceNrOf(accepted), accepted.events, null)
          : new RecordedResult.Pending<>();
    } else if (isAt(id, Tracked.Place.OWED)) {
      return new RecordedResult.Pending<>();
    } else if (remembered != null && remembered.rejection != null) {
      Decision.Reject<String, Long> no = remembered.rejection;
      return new RecordedResult.Rejected<>(no.reason(), no.meta(), no.cause());
    } else if (isAt(id, Tracked.Place.WAITING) || isAt(id, Tracked.Place.UNDER_VALIDATION)) {
      return new RecordedResult.Pending<>();
    } else if (remembered != null) {
      return new RecordedResult.TimedOut<>(NaiveLog.TIMEOUT_REASON);
    }
    return decided.mayBeOlder(id) ? null : new RecordedResult.NotKnown<>();
  }

  private boolean isAt(int id, Tracked.Place place) {
    return submitted.stream().anyMatch(other -> other.id == id && other.place == place);
  }

  private void tell(String asker, RecordedResult<String, Long> result) {
    dids.add(new Did(Did.What.ANSWER_RESULT_QUERY, null, 0, List.of(asker, result)));
  }

  void lookedUp(int id, @Nullable AcceptedId found) {
    for (String asker : lookUps.answered(id, found)) {
      tell(
          asker,
          found == null
              ? new RecordedResult.NotKnown<>()
              : new RecordedResult.Accepted<>(found.sequenceNr(), found.events(), null));
    }
  }

  void opened() {
    isOpen = true;
    logIsLonger();
  }

  void logIsLonger() {
    List<Waiting> all = waiting;
    waiting = new ArrayList<>();
    all.forEach(this::answer);
  }

  /** This asker waits no more for the log to be longer. */
  void overdue(String asker) {
    waiting.replaceAll(
        query -> query.asker().equals(asker) ? new Waiting(asker, -1, query.id()) : query);
    if (isOpen) {
      logIsLonger();
    }
  }

  /** Nobody can wait from here on. */
  void end() {
    isOver = true;
    waiting.forEach(query -> refuse(query.asker()));
    waiting.clear();
    lookUps.askers().forEach(this::refuse);
    lookUps.clear();
  }
}
