package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * What the surroundings of an {@link EventLog} have to do, in the order given.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on
 * @param <O> how the surroundings name an originator
 */
public sealed interface Effect<E, R, M, O> {

  /**
   * Show the submission's events to its originator, with as many as fit a page of the log's events
   * that follow {@code afterSequenceNr}, up to {@code past}, and report {@link
   * EventLog#validationRequestSent}. The originator fetches the other pages, and each is reported.
   */
  record AskForValidation<E, R, M, O>(
      ValidationToken token,
      Submission<E, R, M, O> submission,
      long afterSequenceNr,
      LogPrefix past)
      implements Effect<E, R, M, O> {}

  /** Report {@link EventLog#deadlinePassed} once the log's clock has reached that time. */
  record StartDeadline<E, R, M, O>(ValidationToken token, long atNanos)
      implements Effect<E, R, M, O> {}

  /** The deadline of this token need not be watched any more. */
  record CancelDeadline<E, R, M, O>(ValidationToken token) implements Effect<E, R, M, O> {}

  /**
   * Make the submission's events durable behind {@code past}, all or none of them, then report
   * {@link EventLog#writeDurable} for the last, or {@link EventLog#failed}. Writes come in the
   * order of their sequence numbers; a later one may come before an earlier one is durable.
   */
  record Write<E, R, M, O>(Submission<E, R, M, O> submission, LogPrefix past, @Nullable M meta)
      implements Effect<E, R, M, O> {}

  /** Tell the originator of the submission what became of it. */
  record Answer<E, R, M, O>(Submission<E, R, M, O> submission, Result<E, R, M> result)
      implements Effect<E, R, M, O> {}

  /**
   * Tell the originator that its event id was accepted before, at {@code sequenceNr}: an {@link
   * Result.Accepted} marked as a duplicate, with the meta that is stored there.
   */
  record AnswerFromLog<E, R, M, O>(Submission<E, R, M, O> submission, long sequenceNr)
      implements Effect<E, R, M, O> {}

  /** Tell the sender of the response that it came too late and changed nothing. */
  record TellTooLate<E, R, M, O>(ValidationToken token) implements Effect<E, R, M, O> {}

  /**
   * Find out whether the log has a submission of that id among its durable events, those of this
   * moment at least, and report {@link EventLog#lookedUp} once, or {@link EventLog#failed}.
   */
  record LookUp<E, R, M, O>(EventId eventId) implements Effect<E, R, M, O> {}

  /** Show the asker the log's events up to {@code sequenceNr}, all durable. */
  record AnswerQuery<E, R, M, O>(O asker, long sequenceNr) implements Effect<E, R, M, O> {}

  /**
   * Tell the asker what is known of an event id. The meta of a {@link RecordedResult.Accepted} is
   * null here; it is stored at its sequence number.
   */
  record AnswerResultQuery<E, R, M, O>(O asker, RecordedResult<R, M> result)
      implements Effect<E, R, M, O> {}

  /** Tell the asker that its query can't be answered. */
  record RefuseQuery<E, R, M, O>(O asker, String cause) implements Effect<E, R, M, O> {}

  /** Everything is answered: end this incarnation of the log. */
  record Stop<E, R, M, O>() implements Effect<E, R, M, O> {}
}
