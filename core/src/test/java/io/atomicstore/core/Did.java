package io.atomicstore.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log did, in a form in which the naive model can say it too.
 *
 * @param about the submission it concerns; null if none
 * @param number a sequence number, an id, a count or a time, as {@code what} has it; 0 if none
 * @param detail a token, a prefix, a meta, a decision, an asker or several of these, as {@code
 *     what} has it; null if none
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
    CONFLICT,
    SEALED,
    REFUSED,
    TELL_TOO_LATE,
    LOOK_UP,
    ANSWER_QUERY,
    ANSWER_RESULT_QUERY,
    REFUSE_QUERY,
    STOP
  }

  static Did of(Effect<Tracked, String, Long, String> effect) {
    if (effect instanceof Effect.AskForValidation<Tracked, String, Long, String> ask) {
      return new Did(What.ASK, about(ask.submission()), ask.afterSequenceNr(), ask.past());
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      return new Did(What.START_DEADLINE, null, start.atNanos(), start.token());
    } else if (effect instanceof Effect.CancelDeadline<Tracked, String, Long, String> cancel) {
      return new Did(What.CANCEL_DEADLINE, null, 0, cancel.token());
    } else if (effect instanceof Effect.Write<Tracked, String, Long, String> write) {
      List<Object> detail = Arrays.asList(write.past(), write.meta());
      return new Did(What.WRITE, about(write.submission()), 0, detail);
    } else if (effect instanceof Effect.Answer<Tracked, String, Long, String> answer) {
      return of(answer.result());
    } else if (effect instanceof Effect.AnswerFromLog<Tracked, String, Long, String> answer) {
      return new Did(What.ACCEPTED_AGAIN, about(answer.submission()), answer.sequenceNr(), null);
    } else if (effect instanceof Effect.TellTooLate<Tracked, String, Long, String> tell) {
      return new Did(What.TELL_TOO_LATE, null, 0, tell.token());
    } else if (effect instanceof Effect.LookUp<Tracked, String, Long, String> lookUp) {
      return new Did(What.LOOK_UP, null, Tracked.numberOf(lookUp.eventId()), null);
    } else if (effect instanceof Effect.AnswerQuery<Tracked, String, Long, String> query) {
      return new Did(What.ANSWER_QUERY, null, query.sequenceNr(), query.asker());
    } else if (effect instanceof Effect.AnswerResultQuery<Tracked, String, Long, String> query) {
      return new Did(What.ANSWER_RESULT_QUERY, null, 0, List.of(query.asker(), query.result()));
    } else if (effect instanceof Effect.RefuseQuery<Tracked, String, Long, String> query) {
      return new Did(What.REFUSE_QUERY, null, 0, query.asker());
    }
    return new Did(What.STOP, null, 0, null);
  }

  private static Tracked about(Submission<Tracked, String, Long, String> submission) {
    return submission.prospectiveEvent().event();
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
    } else if (result instanceof Result.Conflict<Tracked, String, Long> conflict) {
      return new Did(What.CONFLICT, about, conflict.sequenceNr(), conflict.expectedSequenceNr());
    } else if (result instanceof Result.Sealed<Tracked, String, Long> sealed) {
      return new Did(What.SEALED, about, sealed.sequenceNr(), null);
    } else if (result instanceof Result.Unavailable<Tracked, String, Long>) {
      return new Did(What.UNAVAILABLE, about, 0, null);
    } else if (result instanceof Result.Unknown<Tracked, String, Long>) {
      return new Did(What.UNKNOWN, about, 0, null);
    }
    return new Did(What.REFUSED, about, 0, null);
  }
}
