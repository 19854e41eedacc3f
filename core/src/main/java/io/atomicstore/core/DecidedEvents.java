package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event ids that a log has decided on, and the answer each gets when it is submitted again. */
final class DecidedEvents<E, R, M, O> {

  private final AcceptedIds accepted = new AcceptedIds();
  private final RememberedRejections<R, M> rejections;

  DecidedEvents(int rememberedRejectionsMax) {
    this.rejections = new RememberedRejections<>(rememberedRejectionsMax);
  }

  void addAccepted(AcceptedId acceptedId) {
    accepted.add(acceptedId);
  }

  void addRejected(Submission<E, O> submission, Decision.Reject<R, M> decision) {
    rejections.add(
        submission.eventId(),
        new RememberedRejections.Rejection<>(submission.fingerprint(), decision));
  }

  /** The sequence number of the last event accepted, durable or not; 0 if there is none. */
  long lastSequenceNr() {
    return accepted.lastSequenceNr();
  }

  boolean contains(EventId eventId) {
    return accepted.find(eventId) != null || rejections.find(eventId) != null;
  }

  /** Whether this very event was accepted, durable or not. */
  boolean isAccepted(Submission<E, O> submission) {
    AcceptedId found = accepted.find(submission.eventId());
    return found != null && found.fingerprint() == submission.fingerprint();
  }

  /** Whether this id was accepted at or before {@code sequenceNr}. */
  boolean isAcceptedBy(long sequenceNr, EventId eventId) {
    AcceptedId found = accepted.find(eventId);
    return found != null && found.sequenceNr() <= sequenceNr;
  }

  /** The answer to a submission whose id was decided before; null if it was not. */
  @Nullable Effect<E, R, M, O> repeatedAnswer(Submission<E, O> submission) {
    AcceptedId found = accepted.find(submission.eventId());
    if (found != null) {
      return found.fingerprint() == submission.fingerprint()
          ? new Effect.AnswerFromLog<>(submission, found.sequenceNr())
          : taken(submission, found.sequenceNr());
    }
    RememberedRejections.Rejection<R, M> earlier = rejections.find(submission.eventId());
    if (earlier == null) {
      return null;
    }
    return earlier.fingerprint() == submission.fingerprint()
        ? new Effect.Answer<>(submission, rejected(submission, earlier.decision(), true))
        : taken(submission, 0);
  }

  static <E, R, M, O> Result<E, R, M> rejected(
      Submission<E, O> submission, Decision.Reject<R, M> decision, boolean isDuplicate) {
    return new Result.Rejected<>(
        submission.prospectiveEvent(),
        decision.reason(),
        decision.meta(),
        decision.cause(),
        isDuplicate);
  }

  private Effect<E, R, M, O> taken(Submission<E, O> submission, long sequenceNr) {
    return new Effect.Answer<>(
        submission, new Result.EventIdTaken<>(submission.prospectiveEvent(), sequenceNr));
  }

  /** A copy of the ids of the first {@code count} events, in order. */
  List<AcceptedId> firstAccepted(long count) {
    return accepted.first(count);
  }
}
