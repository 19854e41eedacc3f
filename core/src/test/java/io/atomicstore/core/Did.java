package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * What a log did, in a form in which the naive model can say it too.
 *
 * @param about the submission it concerns; null if none
 * @param number a sequence number, a count or a time, as {@code what} has it; 0 if none
 * @param detail a token, a meta, a decision or an asker, as {@code what} has it; null if none
 */
record Did(What what, @Nullable Tracked about, long number, @Nullable Object detail) {

  enum What {
    ASK,
    START_DEADLINE,
    CANCEL_DEADLINE,
    WRITE,
    ACCEPTED,
    ACCEPTED_AGAIN,
    REJECTED,
    REJECTED_AGAIN,
    TIMED_OUT,
    OVERLOADED,
    UNAVAILABLE,
    UNKNOWN,
    EVENT_ID_TAKEN,
    REFUSED,
    TELL_TOO_LATE,
    ANSWER_QUERY,
    REFUSE_QUERY,
    STOP
  }

  static Did of(Effect<Tracked, String, Long, String> effect) {
    if (effect instanceof Effect.AskForValidation<Tracked, String, Long, String> ask) {
      return new Did(
          What.ASK, ask.submission().prospectiveEvent().event(), ask.pastSequenceNr(), null);
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      return new Did(What.START_DEADLINE, null, start.atNanos(), start.token());
    } else if (effect instanceof Effect.CancelDeadline<Tracked, String, Long, String> cancel) {
      return new Did(What.CANCEL_DEADLINE, null, 0, cancel.token());
    } else if (effect instanceof Effect.Write<Tracked, String, Long, String> write) {
      return new Did(
          What.WRITE,
          write.submission().prospectiveEvent().event(),
          write.sequenceNr(),
          write.meta());
    } else if (effect instanceof Effect.Answer<Tracked, String, Long, String> answer) {
      return of(answer.result());
    } else if (effect instanceof Effect.AnswerFromLog<Tracked, String, Long, String> answer) {
      Tracked about = answer.submission().prospectiveEvent().event();
      return new Did(What.ACCEPTED_AGAIN, about, answer.sequenceNr(), null);
    } else if (effect instanceof Effect.TellTooLate<Tracked, String, Long, String> tell) {
      return new Did(What.TELL_TOO_LATE, null, 0, tell.token());
    } else if (effect instanceof Effect.AnswerQuery<Tracked, String, Long, String> query) {
      return new Did(What.ANSWER_QUERY, null, query.sequenceNr(), query.asker());
    } else if (effect instanceof Effect.RefuseQuery<Tracked, String, Long, String> query) {
      return new Did(What.REFUSE_QUERY, null, 0, query.asker());
    }
    return new Did(What.STOP, null, 0, null);
  }

  private static Did of(Result<Tracked, String, Long> result) {
    Tracked about = result.event();
    if (result instanceof Result.Accepted<Tracked, String, Long> accepted) {
      What what = accepted.isDuplicate() ? What.ACCEPTED_AGAIN : What.ACCEPTED;
      return new Did(what, about, accepted.sequenceNr(), accepted.meta());
    } else if (result instanceof Result.Rejected<Tracked, String, Long> rejected) {
      What what = rejected.isDuplicate() ? What.REJECTED_AGAIN : What.REJECTED;
      return new Did(
          what,
          about,
          0,
          new Decision.Reject<>(rejected.reason(), rejected.meta(), rejected.cause()));
    } else if (result instanceof Result.TimedOut<Tracked, String, Long> timedOut) {
      return new Did(What.TIMED_OUT, about, timedOut.waited().toNanos(), timedOut.reason());
    } else if (result instanceof Result.Overloaded<Tracked, String, Long> overloaded) {
      return new Did(What.OVERLOADED, about, overloaded.waitingEvents(), overloaded.waitingBytes());
    } else if (result instanceof Result.EventIdTaken<Tracked, String, Long> taken) {
      return new Did(What.EVENT_ID_TAKEN, about, taken.sequenceNr(), null);
    } else if (result instanceof Result.Unavailable<Tracked, String, Long>) {
      return new Did(What.UNAVAILABLE, about, 0, null);
    } else if (result instanceof Result.Unknown<Tracked, String, Long>) {
      return new Did(What.UNKNOWN, about, 0, null);
    }
    return new Did(What.REFUSED, about, 0, null);
  }
}
