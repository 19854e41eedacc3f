package io.atomicstore.core;

import java.time.Duration;
import java.util.List;

/** Considers the waiting submissions of an open log, each when its turn comes. */
final class Admission<E, R, M, O> {

  private final WaitingQueue<E, R, M, O> queue;
  private final CurrentValidation<E, R, M, O> validation;
  private final Decisions<E, R, M, O> decisions;
  private final LookUps<E, R, M, O> lookUps;
  private final R timeoutReason;

  Admission(
      WaitingQueue<E, R, M, O> queue,
      CurrentValidation<E, R, M, O> validation,
      Decisions<E, R, M, O> decisions,
      LookUps<E, R, M, O> lookUps,
      R timeoutReason) {
    this.queue = queue;
    this.validation = validation;
    this.decisions = decisions;
    this.lookUps = lookUps;
    this.timeoutReason = timeoutReason;
  }

  /** Has the id of a waiting submission looked up, if it may be that of an older event. */
  void lookUpIfOlder(EventId eventId, List<Effect<E, R, M, O>> effects) {
    if (needsLookUp(eventId)) {
      lookUps.submissionWaits(
          eventId, decisions.idsKnownFromSequenceNr(), decisions.durable().sequenceNr(), effects);
    }
  }

  /** Takes submissions from the queue until one has to wait for an answer. */
  void considerNext(long nowNanos, List<Effect<E, R, M, O>> effects) {
    while (!validation.isUnderWay()) {
      Submission<E, R, M, O> next = queue.peek();
      if (next == null || isLookUpMissing(next, effects)) {
        return;
      }
      queue.poll();
      consider(next, nowNanos, effects);
      lookUps.submissionLeaves(next.eventId());
    }
  }

  /** Whether the journal has still to say that the id is new; it is asked if it was not. */
  private boolean isLookUpMissing(
      Submission<E, R, M, O> submission, List<Effect<E, R, M, O>> effects) {
    EventId eventId = submission.eventId();
    return needsLookUp(eventId)
        && !lookUps.isAnswered(
            eventId, decisions.idsKnownFromSequenceNr(), decisions.durable().sequenceNr(), effects);
  }

  private boolean needsLookUp(EventId eventId) {
    return decisions.mayBeOlder(eventId) && !decisions.contains(eventId);
  }

  private void consider(
      Submission<E, R, M, O> submission, long nowNanos, List<Effect<E, R, M, O>> effects) {
    LogPrefix end = decisions.end();
    AcceptedId found = lookUps.found(submission.eventId());
    if (decisions.contains(submission.eventId())) {
      decisions.answerAgain(submission, effects);
    } else if (found != null) {
      decisions.answerFromLog(submission, found, effects);
    } else if (submission.deadlineNanos() <= nowNanos) {
      timedOut(submission, nowNanos, effects);
    } else if (decisions.isSealed()) {
      decisions.answer(
          submission,
          new Result.Sealed<>(submission.prospectiveEvent(), end.sequenceNr()),
          effects);
    } else {
      judge(submission, end, effects);
    }
  }

  private void judge(
      Submission<E, R, M, O> submission, LogPrefix end, List<Effect<E, R, M, O>> effects) {
    Judgement<R, M> judgement = submission.judgement();
    if (judgement instanceof Judgement.Expect<R, M> expected) {
      if (expected.sequenceNr() == end.sequenceNr()) {
        decisions.accept(submission, end, null, effects);
      } else {
        decisions.answer(
            submission,
            new Result.Conflict<>(
                submission.prospectiveEvent(), expected.sequenceNr(), end.sequenceNr()),
            effects);
      }
    } else if (judgement instanceof Judgement.Decided<R, M> decided) {
      if (end.isHashKnown() && decided.known().equals(end)) {
        decide(submission, decided.known(), decided.decision(), effects);
      } else {
        validation.ask(submission, decided.known(), end, effects);
      }
    } else if (judgement instanceof Judgement.Ask<R, M> ask) {
      validation.ask(submission, ask.known(), end, effects);
    }
  }

  /** Carries out a decision that was taken on {@code judgedOn}. */
  void decide(
      Submission<E, R, M, O> submission,
      LogPrefix judgedOn,
      Decision<R, M> decision,
      List<Effect<E, R, M, O>> effects) {
    if (decision instanceof Decision.Reject<R, M> rejection) {
      decisions.reject(submission, judgedOn, rejection, effects);
    } else {
      decisions.accept(submission, judgedOn, decision.meta(), effects);
    }
  }

  void timedOut(
      Submission<E, R, M, O> submission, long nowNanos, List<Effect<E, R, M, O>> effects) {
    decisions.timedOut(submission, timeoutReason);
    answer(
        submission,
        new Result.TimedOut<>(
            submission.prospectiveEvent(),
            timeoutReason,
            Duration.ofNanos(nowNanos - submission.submittedAtNanos())),
        effects);
  }

  /** Answers a submission at once, whatever is being written. */
  void answer(
      Submission<E, R, M, O> submission, Result<E, R, M> result, List<Effect<E, R, M, O>> effects) {
    queue.answered(submission);
    effects.add(new Effect.Answer<>(submission, result));
  }
}
