package io.atomicstore.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which one log admits events: inputs in, effects out. No actor, no clock, no I/O.
 *
 * <p>At most one validation is outstanding. An event is admitted only by a yes that names the
 * outstanding token, so every decision was taken on exactly the events that precede it in the log.
 * While event <i>n</i> is being written the log already asks for the validation of <i>n+1</i>;
 * every answer that rests on <i>n</i>, a yes or a no, is held until <i>n</i> is durable.
 *
 * <p>Every input returns the effects to carry out, in order. Times are readings of one monotonic
 * clock, in nanoseconds, that starts at 0 or later. One thread or actor owns an instance. After
 * {@link Effect.Stop} the incarnation is over: a new one starts from the journal.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what validators pass on
 * @param <O> how the surroundings name an originator; compared by {@code equals}
 */
public final class EventLog<E, R, M, O> {

  private enum Phase {
    OPENING,
    OPEN,
    STOPPING,
    STOPPED
  }

  /** The validation under way. */
  private record Validation<E, O>(
      ValidationToken token, Submission<E, O> submission, long pastSequenceNr) {}

  private final LogLimits limits;
  private final R timeoutReason;
  private final RandomGenerator random;

  private final WaitingQueue<E, O> queue;
  private final HeldAnswers<E, R, M, O> held = new HeldAnswers<>();
  private final DecidedEvents<E, R, M, O> decided;
  private final List<O> heldQueries = new ArrayList<>(0);

  private Phase phase = Phase.OPENING;
  private @Nullable Validation<E, O> outstanding;
  private long deadlineNanos = Long.MAX_VALUE;
  private long durableSequenceNr;
  private long lateResponses;

  /**
   * A log that is being opened: it takes submissions and queries, and considers none of them before
   * {@link #opened}.
   *
   * @param random makes the validation tokens; must be seeded differently in every incarnation
   */
  public EventLog(LogLimits limits, R timeoutReason, RandomGenerator random) {
    this.limits = limits;
    this.timeoutReason = timeoutReason;
    this.random = random;
    this.queue = new WaitingQueue<>(limits);
    this.decided = new DecidedEvents<>(limits.rememberedRejectionsMax());
  }

  /**
   * The journal holds this event. To be called for each stored event, in order, before {@link
   * #opened}.
   *
   * @throws IllegalStateException if a sequence number is missing or an event id comes twice: the
   *     journal is damaged, and the log must not be opened
   */
  public void recovered(AcceptedId accepted) {
    if (phase != Phase.OPENING) {
      throw new IllegalStateException("the log is " + phase + ", expected it to be OPENING");
    }
    decided.addAccepted(accepted);
  }

  /** All stored events were given to {@link #recovered}: the log starts to consider submissions. */
  public List<Effect<E, R, M, O>> opened(long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>();
    if (phase == Phase.OPENING) {
      phase = Phase.OPEN;
      durableSequenceNr = decided.lastSequenceNr();
      for (O asker : heldQueries) {
        effects.add(new Effect.AnswerQuery<>(asker, durableSequenceNr));
      }
      heldQueries.clear();
      considerNext(nowNanos, effects);
    }
    return effects;
  }

  /** An originator submits an event. Every submission is answered exactly once. */
  public List<Effect<E, R, M, O>> submit(Submission<E, O> submission, long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    ProspectiveEvent<E> event = submission.prospectiveEvent();
    if (phase == Phase.STOPPING || phase == Phase.STOPPED) {
      effects.add(new Effect.Answer<>(submission, turnedAway(submission, "the log is stopping")));
    } else if (submission.sizeBytes() > limits.eventBytesMax()) {
      effects.add(new Effect.Answer<>(submission, tooLarge(submission)));
    } else if (phase == Phase.OPEN && isDecidedDurably(submission.eventId())) {
      effects.add(answeredAgain(submission));
    } else if (!queue.hasRoomFor(submission)) {
      effects.add(
          new Effect.Answer<>(
              submission,
              new Result.Overloaded<>(event, queue.waitingEvents(), queue.waitingBytes())));
    } else {
      queue.add(submission);
      considerNext(nowNanos, effects);
    }
    return effects;
  }

  private Result<E, R, M> tooLarge(Submission<E, O> submission) {
    return new Result.Refused<>(
        submission.prospectiveEvent(),
        "an event may have at most "
            + limits.eventBytesMax()
            + " bytes, found "
            + submission.sizeBytes());
  }

  /** Whether the same answer can be given again at once, resting on nothing that may yet fail. */
  private boolean isDecidedDurably(EventId eventId) {
    return held.isEmpty()
        ? decided.contains(eventId)
        : decided.isAcceptedBy(durableSequenceNr, eventId);
  }

  /** The validation request went out: its deadline counts from now, and nothing postpones it. */
  public List<Effect<E, R, M, O>> validationRequestSent(ValidationToken token, long nowNanos) {
    if (!isOutstanding(token) || deadlineNanos != Long.MAX_VALUE) {
      return List.of();
    }
    deadlineNanos = nowNanos + limits.validationTimeout().toNanos();
    return List.of(new Effect.StartDeadline<>(token, deadlineNanos));
  }

  /**
   * Somebody answers a validation request. Only the outstanding token counts, only once, and only
   * before the deadline, whether or not {@link #deadlinePassed} was reported yet.
   */
  public List<Effect<E, R, M, O>> respond(
      ValidationToken token, Decision<R, M> decision, long nowNanos) {
    Validation<E, O> validation = outstanding;
    if (validation == null || !validation.token().equals(token)) {
      lateResponses++;
      return List.of(new Effect.TellTooLate<>(token));
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(4);
    endValidation(effects);
    if (nowNanos >= deadlineNanos) {
      lateResponses++;
      effects.add(new Effect.TellTooLate<>(token));
      answer(validation.submission(), timedOut(validation.submission(), nowNanos), effects);
    } else if (decision instanceof Decision.Reject<R, M> rejection) {
      reject(validation, rejection, effects);
    } else {
      accept(validation, decision, effects);
    }
    considerNext(nowNanos, effects);
    return effects;
  }

  private void accept(
      Validation<E, O> validation, Decision<R, M> decision, List<Effect<E, R, M, O>> effects) {
    Submission<E, O> submission = validation.submission();
    if (validation.pastSequenceNr() != decided.lastSequenceNr()) {
      throw new IllegalStateException(
          "the decision was taken on a log up to sequence number "
              + validation.pastSequenceNr()
              + ", but the log has moved to "
              + decided.lastSequenceNr());
    }
    long sequenceNr = validation.pastSequenceNr() + 1;
    decided.addAccepted(new AcceptedId(sequenceNr, submission.eventId(), submission.fingerprint()));
    effects.add(new Effect.Write<>(submission, sequenceNr, decision.meta()));
    held.hold(
        sequenceNr,
        new Effect.Answer<>(
            submission,
            new Result.Accepted<>(
                submission.prospectiveEvent(), sequenceNr, decision.meta(), false)),
        submission);
  }

  private void reject(
      Validation<E, O> validation,
      Decision.Reject<R, M> rejection,
      List<Effect<E, R, M, O>> effects) {
    Submission<E, O> submission = validation.submission();
    decided.addRejected(submission, rejection);
    answerOnceDurable(
        submission,
        new Effect.Answer<>(submission, DecidedEvents.rejected(submission, rejection, false)),
        effects);
  }

  /** Answers now, or holds the answer until everything accepted so far is durable. */
  private void answerOnceDurable(
      Submission<E, O> submission, Effect<E, R, M, O> answer, List<Effect<E, R, M, O>> effects) {
    if (decided.lastSequenceNr() <= durableSequenceNr) {
      queue.answered(submission);
      effects.add(answer);
    } else {
      held.hold(decided.lastSequenceNr(), answer, submission);
    }
  }

  /** The log's clock has reached a deadline. One that comes too early is started again. */
  public List<Effect<E, R, M, O>> deadlinePassed(ValidationToken token, long nowNanos) {
    Validation<E, O> validation = outstanding;
    if (validation == null || !validation.token().equals(token)) {
      return List.of();
    }
    if (nowNanos < deadlineNanos) {
      return List.of(new Effect.StartDeadline<>(token, deadlineNanos));
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    outstanding = null;
    answer(validation.submission(), timedOut(validation.submission(), nowNanos), effects);
    considerNext(nowNanos, effects);
    return effects;
  }

  private Result<E, R, M> timedOut(Submission<E, O> submission, long nowNanos) {
    return new Result.TimedOut<>(
        submission.prospectiveEvent(),
        timeoutReason,
        Duration.ofNanos(nowNanos - submission.submittedAtNanos()));
  }

  /**
   * This originator is gone: what it submitted is not considered any more, and if its validation is
   * outstanding the log goes on at once. What was accepted already is stored all the same.
   */
  public List<Effect<E, R, M, O>> originatorGone(O originator, long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    String cause = "the originator is gone";
    if (outstanding != null && outstanding.submission().originator().equals(originator)) {
      Submission<E, O> submission = outstanding.submission();
      endValidation(effects);
      turnAway(submission, cause, effects);
    }
    for (Submission<E, O> submission : queue.removeAllOf(originator)) {
      turnAway(submission, cause, effects);
    }
    considerNext(nowNanos, effects);
    return effects;
  }

  private void endValidation(List<Effect<E, R, M, O>> effects) {
    if (outstanding != null) {
      effects.add(new Effect.CancelDeadline<>(outstanding.token()));
      outstanding = null;
    }
  }

  /** Everything up to and including {@code sequenceNr} is durable. */
  public List<Effect<E, R, M, O>> writeDurable(long sequenceNr) {
    if (sequenceNr <= durableSequenceNr || phase == Phase.STOPPED) {
      return List.of();
    }
    if (sequenceNr > decided.lastSequenceNr()) {
      throw new IllegalStateException(
          "sequence number "
              + sequenceNr
              + " was reported durable, but the last one accepted is "
              + decided.lastSequenceNr());
    }
    durableSequenceNr = sequenceNr;
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    held.release(sequenceNr, queue, effects);
    stopIfDone(effects);
    return effects;
  }

  /** Asks for the durable events; answered at any time, also during a validation. */
  public List<Effect<E, R, M, O>> query(O asker) {
    if (phase == Phase.STOPPED) {
      return List.of(new Effect.RefuseQuery<>(asker, "the log has stopped"));
    }
    if (phase != Phase.OPENING) {
      return List.of(new Effect.AnswerQuery<>(asker, durableSequenceNr));
    }
    if (heldQueries.size() >= limits.waitingEventsMax()) {
      return List.of(
          new Effect.RefuseQuery<>(
              asker, heldQueries.size() + " queries wait already for the log to open"));
    }
    heldQueries.add(asker);
    return List.of();
  }

  /**
   * Ends the log in good order: what waits is answered as unavailable, or as unknown if it repeats
   * an event that may yet be stored; the validation under way and the writes are finished; then
   * comes {@link Effect.Stop}.
   */
  public List<Effect<E, R, M, O>> stop() {
    if (phase == Phase.STOPPING || phase == Phase.STOPPED) {
      return List.of();
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>();
    phase = Phase.STOPPING;
    refuseWaiting("the log is stopping", effects);
    stopIfDone(effects);
    return effects;
  }

  /**
   * The log can't go on: a write failed, or did not report back, or its surroundings end at once.
   * Everything still open is answered: what was being written, and its repetitions, as unknown, the
   * rest as unavailable.
   */
  public List<Effect<E, R, M, O>> failed(String cause) {
    if (phase == Phase.STOPPED) {
      return List.of();
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>();
    phase = Phase.STOPPED;
    if (outstanding != null) {
      Submission<E, O> submission = outstanding.submission();
      endValidation(effects);
      turnAway(submission, cause, effects);
    }
    for (Submission<E, O> submission = held.poll(); submission != null; submission = held.poll()) {
      turnAway(submission, cause, effects);
    }
    refuseWaiting(cause, effects);
    effects.add(new Effect.Stop<>());
    return effects;
  }

  private void refuseWaiting(String cause, List<Effect<E, R, M, O>> effects) {
    for (Submission<E, O> submission = queue.poll();
        submission != null;
        submission = queue.poll()) {
      turnAway(submission, cause, effects);
    }
    for (O asker : heldQueries) {
      effects.add(new Effect.RefuseQuery<>(asker, cause));
    }
    heldQueries.clear();
  }

  private void stopIfDone(List<Effect<E, R, M, O>> effects) {
    if (phase == Phase.STOPPING && outstanding == null && held.isEmpty()) {
      phase = Phase.STOPPED;
      effects.add(new Effect.Stop<>());
    }
  }

  /** Takes submissions from the queue until one needs a validation. */
  private void considerNext(long nowNanos, List<Effect<E, R, M, O>> effects) {
    while (phase == Phase.OPEN && outstanding == null) {
      Submission<E, O> submission = queue.poll();
      if (submission == null) {
        return;
      }
      if (decided.contains(submission.eventId())) {
        answerOnceDurable(submission, answeredAgain(submission), effects);
      } else if (submission.deadlineNanos() <= nowNanos) {
        answer(submission, timedOut(submission, nowNanos), effects);
      } else {
        ask(submission, effects);
      }
    }
    stopIfDone(effects);
  }

  private void ask(Submission<E, O> submission, List<Effect<E, R, M, O>> effects) {
    Validation<E, O> validation =
        new Validation<>(ValidationToken.next(random), submission, decided.lastSequenceNr());
    outstanding = validation;
    deadlineNanos = Long.MAX_VALUE;
    effects.add(
        new Effect.AskForValidation<>(validation.token(), submission, validation.pastSequenceNr()));
  }

  private Effect<E, R, M, O> answeredAgain(Submission<E, O> submission) {
    Effect<E, R, M, O> answer = decided.repeatedAnswer(submission);
    if (answer == null) {
      throw new IllegalStateException("event id " + submission.eventId() + " was not decided");
    }
    return answer;
  }

  private void turnAway(
      Submission<E, O> submission, String cause, List<Effect<E, R, M, O>> effects) {
    answer(submission, turnedAway(submission, cause), effects);
  }

  /** Not stored, unless an equal submission before this one was accepted or may yet be. */
  private Result<E, R, M> turnedAway(Submission<E, O> submission, String cause) {
    boolean mayBeStored =
        decided.isAccepted(submission)
            || (outstanding != null && outstanding.submission().isRepeatedBy(submission));
    return mayBeStored
        ? new Result.Unknown<>(submission.prospectiveEvent(), cause)
        : new Result.Unavailable<>(submission.prospectiveEvent(), cause);
  }

  private void answer(
      Submission<E, O> submission, Result<E, R, M> result, List<Effect<E, R, M, O>> effects) {
    queue.answered(submission);
    effects.add(new Effect.Answer<>(submission, result));
  }

  /** Whether this token's validation is under way. */
  public boolean isOutstanding(ValidationToken token) {
    return outstanding != null && outstanding.token().equals(token);
  }

  /** Whether nothing waits, is being validated, or is being written. */
  public boolean isIdle() {
    return phase == Phase.OPEN && outstanding == null && held.isEmpty() && queue.isEmpty();
  }

  /** The end of the log as far as it is durable; 0 while it is empty or being opened. */
  public long durableSequenceNr() {
    return durableSequenceNr;
  }

  /** The ids of all durable events, in the order of their sequence numbers; a copy. */
  public List<AcceptedId> durableIds() {
    return decided.firstAccepted(durableSequenceNr);
  }

  /** How many responses came too late, twice, or with a token that was never issued. */
  public long lateResponses() {
    return lateResponses;
  }
}
