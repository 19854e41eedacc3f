package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is asked of a log, now or once it can be answered, with durable events only. So many
 * queries may wait at a time, for events or for the journal.
 */
final class Queries<E, R, M, O> {

  private final Decisions<E, R, M, O> decisions;
  private final WaitingQueue<E, R, M, O> queue;
  private final CurrentValidation<E, R, M, O> validation;
  private final LookUps<E, R, M, O> lookUps;
  private final int waitingMax;
  private final HeldQueries<O> held = new HeldQueries<>();

  /** Why no query may wait any more; null as long as they may. */
  private @Nullable String refusal;

  Queries(
      Decisions<E, R, M, O> decisions,
      WaitingQueue<E, R, M, O> queue,
      CurrentValidation<E, R, M, O> validation,
      LookUps<E, R, M, O> lookUps,
      int waitingMax) {
    this.decisions = decisions;
    this.queue = queue;
    this.validation = validation;
    this.lookUps = lookUps;
    this.waitingMax = waitingMax;
  }

  /** Keeps a query until the log is open, or longer. */
  void hold(HeldQueries.HeldQuery<O> query, List<Effect<E, R, M, O>> effects) {
    if (mayWait(query.asker(), effects)) {
      held.add(query);
    }
  }

  /** Whether one more query may wait; if not, it is refused. */
  private boolean mayWait(O asker, List<Effect<E, R, M, O>> effects) {
    int waiting = held.size() + lookUps.askers();
    if (refusal == null && waiting < waitingMax) {
      return true;
    }
    effects.add(
        new Effect.RefuseQuery<>(
            asker, refusal == null ? waiting + " queries wait already in this log" : refusal));
    return false;
  }

  /** Answers a query of an open log, or keeps it until it can be answered. */
  void answer(HeldQueries.HeldQuery<O> query, List<Effect<E, R, M, O>> effects) {
    EventId eventId = query.eventId();
    long durableSequenceNr = decisions.durable().sequenceNr();
    if (eventId != null) {
      answerResult(query.asker(), eventId, effects);
    } else if (durableSequenceNr > query.afterSequenceNr() || decisions.isSealedDurably()) {
      effects.add(new Effect.AnswerQuery<>(query.asker(), durableSequenceNr));
    } else {
      hold(query, effects);
    }
  }

  private void answerResult(O asker, EventId eventId, List<Effect<E, R, M, O>> effects) {
    RecordedResult<R, M> result = decisions.recordedResult(eventId);
    boolean isEnded =
        result instanceof RecordedResult.Accepted<R, M>
            || result instanceof RecordedResult.Rejected<R, M>;
    if (!isEnded && isWaiting(eventId)) {
      effects.add(new Effect.AnswerResultQuery<>(asker, new RecordedResult.Pending<>()));
    } else if (result != null) {
      effects.add(new Effect.AnswerResultQuery<>(asker, result));
    } else if (mayWait(asker, effects)) {
      lookUps.query(eventId, asker, decisions.durable().sequenceNr(), effects);
    }
  }

  private boolean isWaiting(EventId eventId) {
    Submission<E, R, M, O> underValidation = validation.submission();
    return (underValidation != null && underValidation.eventId().equals(eventId))
        || queue.contains(eventId);
  }

  /** Tells those who asked for the result of an id what the journal has found. */
  void lookedUp(EventId eventId, @Nullable AcceptedId found, List<Effect<E, R, M, O>> effects) {
    for (O asker : lookUps.answered(eventId, found)) {
      effects.add(
          new Effect.AnswerResultQuery<>(
              asker,
              found == null
                  ? new RecordedResult.NotKnown<>()
                  : new RecordedResult.Accepted<>(found.sequenceNr(), found.events(), null)));
    }
  }

  /** Answers what can be answered by now: the log has opened, or is longer than before. */
  void answerHeld(List<Effect<E, R, M, O>> effects) {
    if (!held.isEmpty()) {
      for (HeldQueries.HeldQuery<O> query : held.takeAll()) {
        answer(query, effects);
      }
    }
  }

  /** What this asker has waiting need not wait for the log to be longer. */
  void overdue(O asker) {
    held.overdue(asker);
  }

  /** Refuses all that wait, and those that would have to wait from here on. */
  void refuseAll(String cause, List<Effect<E, R, M, O>> effects) {
    refusal = cause;
    for (HeldQueries.HeldQuery<O> query : held.takeAll()) {
      effects.add(new Effect.RefuseQuery<>(query.asker(), cause));
    }
    for (O asker : lookUps.end()) {
      effects.add(new Effect.RefuseQuery<>(asker, cause));
    }
  }
}
