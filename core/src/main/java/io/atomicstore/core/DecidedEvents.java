package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * The log as far as it is decided, durable or not: where it ends, whether it is sealed, and the ids
 * it has decided on lately, with the answer each gets when it is submitted again.
 */
final class DecidedEvents<E, R, M, O> {

  private final RecentIds accepted;
  private final RememberedResults<R, M> remembered;
  private LogPrefix end = LogPrefix.EMPTY;
  private boolean isSealed;

  DecidedEvents(LogLimits limits) {
    this.accepted = new RecentIds(limits.recentIdsMax());
    this.remembered = new RememberedResults<>(limits.rememberedResultsMax());
  }

  void startFrom(LogSummary summary) {
    accepted.startAfter(summary.prefix().sequenceNr(), summary.highestId());
    end = summary.prefix();
    isSealed = summary.isSealed();
  }

  /** Puts a submission's events at the end. */
  void addAccepted(AcceptedId acceptedId, boolean sealsLog, long durableSequenceNr) {
    if (isSealed) {
      throw new IllegalStateException(
          "the log is sealed at sequence number "
              + end.sequenceNr()
              + ", found another event, with sequence number "
              + acceptedId.sequenceNr());
    }
    accepted.add(acceptedId, durableSequenceNr);
    remembered.remove(acceptedId.eventId());
    for (int i = 0; i < acceptedId.events(); i++) {
      end = end.followedBy(acceptedId.eventId());
    }
    isSealed = sealsLog;
  }

  void addRejected(Submission<E, R, M, O> submission, Decision.Reject<R, M> decision) {
    remember(
        submission,
        new RecordedResult.Rejected<>(decision.reason(), decision.meta(), decision.cause()));
  }

  void addTimedOut(Submission<E, R, M, O> submission, R reason) {
    remember(submission, new RecordedResult.TimedOut<>(reason));
  }

  private void remember(Submission<E, R, M, O> submission, RecordedResult<R, M> result) {
    remembered.add(
        submission.eventId(), new RememberedResults.Remembered<>(submission.fingerprint(), result));
  }

  /** The log up to the last event accepted, durable or not. */
  LogPrefix end() {
    return end;
  }

  boolean isSealed() {
    return isSealed;
  }

  /** Where this id was accepted lately, durable or not; null if it is not known to be. */
  @Nullable AcceptedId find(EventId eventId) {
    return accepted.find(eventId);
  }

  /** Whether an event that is older than those known here can have that id. */
  boolean mayBeOlder(EventId eventId) {
    return accepted.mayBeOlder(eventId);
  }

  /** The ids of this event and of all later ones are known here. */
  long fromSequenceNr() {
    return accepted.fromSequenceNr();
  }

  @Nullable EventId highestId() {
    return accepted.highest();
  }

  /** How a submission of that id ended that was not stored; null if that is not known. */
  @Nullable RecordedResult<R, M> remembered(EventId eventId) {
    RememberedResults.Remembered<R, M> found = remembered.find(eventId);
    return found == null ? null : found.result();
  }

  /** The answer to a submission whose id was decided lately; null if it was not. */
  @Nullable Effect<E, R, M, O> repeatedAnswer(Submission<E, R, M, O> submission) {
    AcceptedId found = accepted.find(submission.eventId());
    if (found != null) {
      return answerFromLog(submission, found);
    }
    RememberedResults.Remembered<R, M> earlier = remembered.find(submission.eventId());
    if (earlier == null || !(earlier.result() instanceof RecordedResult.Rejected<R, M> rejected)) {
      return null;
    }
    return earlier.fingerprint() == submission.fingerprint()
        ? new Effect.Answer<>(
            submission,
            new Result.Rejected<>(
                submission.prospectiveEvent(),
                rejected.reason(),
                rejected.meta(),
                rejected.cause(),
                true))
        : taken(submission, 0);
  }

  /** The answer to a submission whose id is in the log. */
  static <E, R, M, O> Effect<E, R, M, O> answerFromLog(
      Submission<E, R, M, O> submission, AcceptedId found) {
    return found.fingerprint() == submission.fingerprint()
        ? new Effect.AnswerFromLog<>(submission, found.sequenceNr())
        : taken(submission, found.sequenceNr());
  }

  private static <E, R, M, O> Effect<E, R, M, O> taken(
      Submission<E, R, M, O> submission, long sequenceNr) {
    return new Effect.Answer<>(
        submission, new Result.EventIdTaken<>(submission.prospectiveEvent(), sequenceNr));
  }
}
