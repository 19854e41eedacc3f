package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log has decided, how much of it is durable, and the answers that wait for the rest. An
 * answer leaves once everything accepted before it is durable, since it may rest on all of that.
 */
final class Decisions<E, R, M, O> {

  private final WaitingQueue<E, R, M, O> queue;
  private final DecidedEvents<E, R, M, O> decided;
  private final HeldAnswers<E, R, M, O> held = new HeldAnswers<>();
  private LogPrefix durable = LogPrefix.EMPTY;

  /**
   * @param queue counts what is not answered
   */
  Decisions(WaitingQueue<E, R, M, O> queue, LogLimits limits) {
    this.queue = queue;
    this.decided = new DecidedEvents<>(limits);
  }

  void recovered(LogSummary summary) {
    if (decided.end().sequenceNr() != 0) {
      throw new IllegalStateException(
          "a summary must come before the events, found it after event "
              + decided.end().sequenceNr());
    }
    decided.startFrom(summary);
  }

  void recovered(AcceptedId accepted, boolean sealsLog) {
    decided.addAccepted(accepted, sealsLog, accepted.sequenceNr() - 1);
  }

  /** Everything decided so far comes from the journal. */
  void opened() {
    durable = decided.end();
  }

  /** The events go to the journal, as the next ones after the past they were judged on. */
  void accept(
      Submission<E, R, M, O> submission,
      LogPrefix judgedOn,
      @Nullable M meta,
      List<Effect<E, R, M, O>> effects) {
    LogPrefix past = checkJudgedOnAll(judgedOn);
    ProspectiveEvent<E> event = submission.prospectiveEvent();
    long sequenceNr = past.sequenceNr() + 1;
    decided.addAccepted(
        new AcceptedId(
            sequenceNr, event.eventId(), submission.fingerprint(), event.events().size()),
        event.sealsLog(),
        durable.sequenceNr());
    effects.add(new Effect.Write<>(submission, past, meta));
    answerOnceDurable(
        submission,
        new Effect.Answer<>(submission, new Result.Accepted<>(event, sequenceNr, meta, false)),
        effects);
  }

  void reject(
      Submission<E, R, M, O> submission,
      LogPrefix judgedOn,
      Decision.Reject<R, M> rejection,
      List<Effect<E, R, M, O>> effects) {
    checkJudgedOnAll(judgedOn);
    decided.addRejected(submission, rejection);
    answerOnceDurable(
        submission,
        new Effect.Answer<>(
            submission,
            new Result.Rejected<>(
                submission.prospectiveEvent(),
                rejection.reason(),
                rejection.meta(),
                rejection.cause(),
                false)),
        effects);
  }

  private LogPrefix checkJudgedOnAll(LogPrefix judgedOn) {
    if (!judgedOn.equals(decided.end())) {
      throw new IllegalStateException(
          "the decision was taken on " + judgedOn + ", but the log has moved to " + decided.end());
    }
    return decided.end();
  }

  /** Answers a submission without storing anything, by what the log is at this moment. */
  void answer(
      Submission<E, R, M, O> submission, Result<E, R, M> result, List<Effect<E, R, M, O>> effects) {
    answerOnceDurable(submission, new Effect.Answer<>(submission, result), effects);
  }

  /** The answer to a waiting submission whose id was decided lately. */
  void answerAgain(Submission<E, R, M, O> submission, List<Effect<E, R, M, O>> effects) {
    answerOnceDurable(submission, repeatedAnswer(submission), effects);
  }

  /** The answer to a waiting submission whose id was found in the log. */
  void answerFromLog(
      Submission<E, R, M, O> submission, AcceptedId found, List<Effect<E, R, M, O>> effects) {
    answerOnceDurable(submission, DecidedEvents.answerFromLog(submission, found), effects);
  }

  private void answerOnceDurable(
      Submission<E, R, M, O> submission,
      Effect<E, R, M, O> answer,
      List<Effect<E, R, M, O>> effects) {
    if (decided.end().sequenceNr() <= durable.sequenceNr()) {
      queue.answered(submission);
      effects.add(answer);
    } else {
      held.hold(decided.end().sequenceNr(), answer, submission);
    }
  }

  Effect<E, R, M, O> repeatedAnswer(Submission<E, R, M, O> submission) {
    Effect<E, R, M, O> answer = decided.repeatedAnswer(submission);
    if (answer == null) {
      throw new IllegalStateException("event id " + submission.eventId() + " was not decided");
    }
    return answer;
  }

  /** Whether this id was decided lately, so that it gets the same answer again. */
  boolean contains(EventId eventId) {
    return decided.find(eventId) != null
        || decided.remembered(eventId) instanceof RecordedResult.Rejected<R, M>;
  }

  /** Whether the same answer can be given again at once, resting on nothing that may yet fail. */
  boolean containsDurably(EventId eventId) {
    if (held.isEmpty()) {
      return contains(eventId);
    }
    AcceptedId found = decided.find(eventId);
    return found != null && found.sequenceNr() <= durable.sequenceNr();
  }

  /** Whether this very submission was accepted lately, durable or not. */
  boolean isAccepted(Submission<E, R, M, O> submission) {
    AcceptedId found = decided.find(submission.eventId());
    return found != null && found.fingerprint() == submission.fingerprint();
  }

  /** What is known of an id without looking it up; null if it may be that of an older event. */
  @Nullable RecordedResult<R, M> recordedResult(EventId eventId) {
    AcceptedId found = decided.find(eventId);
    if (found != null) {
      return found.sequenceNr() <= durable.sequenceNr()
          ? new RecordedResult.Accepted<>(found.sequenceNr(), found.events(), null)
          : new RecordedResult.Pending<>();
    }
    if (held.contains(eventId)) {
      return new RecordedResult.Pending<>();
    }
    RecordedResult<R, M> remembered = decided.remembered(eventId);
    if (remembered != null) {
      return remembered;
    }
    return decided.mayBeOlder(eventId) ? null : new RecordedResult.NotKnown<>();
  }

  /** Whether an older event, whose id is not known here, can have that id. */
  boolean mayBeOlder(EventId eventId) {
    return decided.mayBeOlder(eventId);
  }

  /** The ids of this event and of all later ones are known here. */
  long idsKnownFromSequenceNr() {
    return decided.fromSequenceNr();
  }

  void timedOut(Submission<E, R, M, O> submission, R reason) {
    decided.addTimedOut(submission, reason);
  }

  void writeDurable(LogPrefix prefix, List<Effect<E, R, M, O>> effects) {
    if (prefix.sequenceNr() > decided.end().sequenceNr()) {
      throw new IllegalStateException(
          "sequence number "
              + prefix.sequenceNr()
              + " was reported durable, but the last one accepted is "
              + decided.end().sequenceNr());
    }
    if (prefix.sequenceNr() == decided.end().sequenceNr() && !prefix.matches(decided.end())) {
      throw new IllegalStateException(
          prefix + " was reported durable, but the log is " + decided.end());
    }
    durable = prefix;
    held.release(prefix.sequenceNr(), queue, effects);
  }

  /**
   * Takes out the next submission whose answer is held and shall never leave, because what it rests
   * on may not have become durable; null if there is none.
   */
  @Nullable Submission<E, R, M, O> pollHeld() {
    return held.poll();
  }

  boolean isAllDurable() {
    return held.isEmpty();
  }

  /** The log up to the last event accepted, durable or not. */
  LogPrefix end() {
    return decided.end();
  }

  /** Whether the last event accepted, durable or not, seals the log. */
  boolean isSealed() {
    return decided.isSealed();
  }

  LogPrefix durable() {
    return durable;
  }

  /** Whether the last durable event seals the log. */
  boolean isSealedDurably() {
    return decided.isSealed() && decided.end().sequenceNr() == durable.sequenceNr();
  }

  /** What opening the log anew needs in place of all durable events. */
  LogSummary summary() {
    // The highest id may be that of an event which is not durable yet: it only has to be high
    // enough.
    return durable.sequenceNr() == 0
        ? LogSummary.EMPTY
        : new LogSummary(durable, decided.highestId(), isSealedDurably());
  }
}
