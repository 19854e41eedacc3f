package io.atomicstore.core;

import java.util.List;

/** The answers to submissions that a log does not consider, or does not go on considering. */
final class Refusals<E, R, M, O> {

  private final LogLimits limits;
  private final WaitingQueue<E, R, M, O> queue;
  private final CurrentValidation<E, R, M, O> validation;
  private final Decisions<E, R, M, O> decisions;

  Refusals(
      LogLimits limits,
      WaitingQueue<E, R, M, O> queue,
      CurrentValidation<E, R, M, O> validation,
      Decisions<E, R, M, O> decisions) {
    this.limits = limits;
    this.queue = queue;
    this.validation = validation;
    this.decisions = decisions;
  }

  Effect<E, R, M, O> tooLarge(Submission<E, R, M, O> submission) {
    return new Effect.Answer<>(
        submission,
        new Result.Refused<>(
            submission.prospectiveEvent(),
            "a submission may have at most "
                + limits.submissionEventsMax()
                + " events of "
                + limits.submissionBytesMax()
                + " bytes together, found "
                + submission.events()
                + " of "
                + submission.sizeBytes()
                + " bytes"));
  }

  Effect<E, R, M, O> overloaded(Submission<E, R, M, O> submission) {
    return new Effect.Answer<>(
        submission,
        new Result.Overloaded<>(
            submission.prospectiveEvent(), queue.waitingEvents(), queue.waitingBytes()));
  }

  /** Turns away a submission that was let into the queue. */
  void turnAway(Submission<E, R, M, O> submission, String cause, List<Effect<E, R, M, O>> effects) {
    queue.answered(submission);
    effects.add(turnedAway(submission, cause));
  }

  /** Turns away everything whose turn has not come. */
  void turnAwayWaiting(String cause, List<Effect<E, R, M, O>> effects) {
    for (Submission<E, R, M, O> submission = queue.poll();
        submission != null;
        submission = queue.poll()) {
      turnAway(submission, cause, effects);
    }
  }

  /** Not stored, unless an equal submission before this one was accepted or may yet be. */
  Effect<E, R, M, O> turnedAway(Submission<E, R, M, O> submission, String cause) {
    Submission<E, R, M, O> underValidation = validation.submission();
    boolean mayBeStored =
        decisions.isAccepted(submission)
            || (underValidation != null && underValidation.isRepeatedBy(submission));
    return new Effect.Answer<>(
        submission,
        mayBeStored
            ? new Result.Unknown<>(submission.prospectiveEvent(), cause)
            : new Result.Unavailable<>(submission.prospectiveEvent(), cause));
  }
}
