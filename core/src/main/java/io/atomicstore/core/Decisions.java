package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log has decided, how much of it is durable, and the answers that wait for the rest. An
 * answer leaves once everything accepted before it is durable, since it may rest on all of that.
 */
final class Decisions<E, R, M, O> {

  private final WaitingQueue<E, O> queue;
  private final DecidedEvents<E, R, M, O> decided;
  private final HeldAnswers<E, R, M, O> held = new HeldAnswers<>();
  private long durableSequenceNr;

  /**
   * @param queue counts what is not answered
   */
  Decisions(WaitingQueue<E, O> queue, int rememberedRejectionsMax) {
    this.queue = queue;
    this.decided = new DecidedEvents<>(rememberedRejectionsMax);
  }

  void recovered(AcceptedId accepted) {
    decided.addAccepted(accepted);
  }

  /** Everything decided so far comes from the journal. */
  void opened() {
    durableSequenceNr = decided.lastSequenceNr();
  }

  /** The event goes to the journal, as the next one after the past it was judged on. */
  void accept(
      Effect.AskForValidation<E, R, M, O> validation,
      @Nullable M meta,
      List<Effect<E, R, M, O>> effects) {
    if (validation.pastSequenceNr() != decided.lastSequenceNr()) {
      throw new IllegalStateException(
          "the decision was taken on a log up to sequence number "
              + validation.pastSequenceNr()
              + ", but the log has moved to "
              + decided.lastSequenceNr());
    }
    Submission<E, O> submission = validation.submission();
    long sequenceNr = validation.pastSequenceNr() + 1;
    decided.addAccepted(new AcceptedId(sequenceNr, submission.eventId(), submission.fingerprint()));
    effects.add(new Effect.Write<>(submission, sequenceNr, meta));
    answerOnceDurable(
        submission,
        new Effect.Answer<>(
            submission,
            new Result.Accepted<>(submission.prospectiveEvent(), sequenceNr, meta, false)),
        effects);
  }

  void reject(
      Submission<E, O> submission,
      Decision.Reject<R, M> rejection,
      List<Effect<E, R, M, O>> effects) {
    decided.addRejected(submission, rejection);
    answerOnceDurable(
        submission,
        new Effect.Answer<>(submission, DecidedEvents.rejected(submission, rejection, false)),
        effects);
  }

  /** The answer to a waiting submission whose id was decided before. */
  void answerAgain(Submission<E, O> submission, List<Effect<E, R, M, O>> effects) {
    answerOnceDurable(submission, repeatedAnswer(submission), effects);
  }

  private void answerOnceDurable(
      Submission<E, O> submission, Effect<E, R, M, O> answer, List<Effect<E, R, M, O>> effects) {
    if (decided.lastSequenceNr() <= durableSequenceNr) {
      queue.answered(submission);
      effects.add(answer);
    } else {
      held.hold(decided.lastSequenceNr(), answer, submission);
    }
  }

  Effect<E, R, M, O> repeatedAnswer(Submission<E, O> submission) {
    Effect<E, R, M, O> answer = decided.repeatedAnswer(submission);
    if (answer == null) {
      throw new IllegalStateException("event id " + submission.eventId() + " was not decided");
    }
    return answer;
  }

  boolean contains(EventId eventId) {
    return decided.contains(eventId);
  }

  /** Whether the same answer can be given again at once, resting on nothing that may yet fail. */
  boolean containsDurably(EventId eventId) {
    return held.isEmpty()
        ? decided.contains(eventId)
        : decided.isAcceptedBy(durableSequenceNr, eventId);
  }

  /** Whether this very event was accepted, durable or not. */
  boolean isAccepted(Submission<E, O> submission) {
    return decided.isAccepted(submission);
  }

  void writeDurable(long sequenceNr, List<Effect<E, R, M, O>> effects) {
    if (sequenceNr > decided.lastSequenceNr()) {
      throw new IllegalStateException(
          "sequence number "
              + sequenceNr
              + " was reported durable, but the last one accepted is "
              + decided.lastSequenceNr());
    }
    durableSequenceNr = sequenceNr;
    held.release(sequenceNr, queue, effects);
  }

  /**
   * Takes out the next submission whose answer is held and shall never leave, because what it rests
   * on may not have become durable; null if there is none.
   */
  @Nullable Submission<E, O> pollHeld() {
    return held.poll();
  }

  boolean isAllDurable() {
    return held.isEmpty();
  }

  /** The sequence number of the last event accepted, durable or not; 0 if there is none. */
  long lastSequenceNr() {
    return decided.lastSequenceNr();
  }

  long durableSequenceNr() {
    return durableSequenceNr;
  }

  /** A copy of the ids of the durable events, in order. */
  List<AcceptedId> durableIds() {
    return decided.firstAccepted(durableSequenceNr);
  }
}
