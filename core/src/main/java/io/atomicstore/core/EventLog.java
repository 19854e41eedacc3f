package io.atomicstore.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  private final LogLimits limits;
  private final R timeoutReason;

  private final WaitingQueue<E, O> queue;
  private final CurrentValidation<E, R, M, O> validation;
  private final Decisions<E, R, M, O> decisions;
  private final HeldQueries<E, R, M, O> heldQueries;

  private Phase phase = Phase.OPENING;
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
    this.queue = new WaitingQueue<>(limits);
    this.validation = new CurrentValidation<>(random, limits.validationTimeout().toNanos());
    this.decisions = new Decisions<>(queue, limits.rememberedRejectionsMax());
    this.heldQueries = new HeldQueries<>(limits.waitingEventsMax());
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
    decisions.recovered(accepted);
  }

  /** All stored events were given to {@link #recovered}: the log starts to consider submissions. */
  public List<Effect<E, R, M, O>> opened(long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>();
    if (phase == Phase.OPENING) {
      phase = Phase.OPEN;
      decisions.opened();
      heldQueries.answer(decisions.durableSequenceNr(), effects);
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
    } else if (phase == Phase.OPEN && decisions.containsDurably(submission.eventId())) {
      effects.add(decisions.repeatedAnswer(submission));
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

  /** The validation request went out: its deadline counts from now, and nothing postpones it. */
  public List<Effect<E, R, M, O>> validationRequestSent(ValidationToken token, long nowNanos) {
    return validation.requestSent(token, nowNanos);
  }

  /**
   * Somebody answers a validation request. Only the outstanding token counts, only once, and only
   * before the deadline, whether or not {@link #deadlinePassed} was reported yet.
   */
  public List<Effect<E, R, M, O>> respond(
      ValidationToken token, Decision<R, M> decision, long nowNanos) {
    if (!isOutstanding(token)) {
      lateResponses++;
      return List.of(new Effect.TellTooLate<>(token));
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(4);
    boolean isTooLate = validation.isDeadlinePassed(nowNanos);
    Effect.AskForValidation<E, R, M, O> ended = validation.end(effects);
    if (isTooLate) {
      lateResponses++;
      effects.add(new Effect.TellTooLate<>(token));
      answer(ended.submission(), timedOut(ended.submission(), nowNanos), effects);
    } else if (decision instanceof Decision.Reject<R, M> rejection) {
      decisions.reject(ended.submission(), rejection, effects);
    } else {
      decisions.accept(ended, decision.meta(), effects);
    }
    considerNext(nowNanos, effects);
    return effects;
  }

  /** The log's clock has reached a deadline. One that comes too early is started again. */
  public List<Effect<E, R, M, O>> deadlinePassed(ValidationToken token, long nowNanos) {
    if (!isOutstanding(token)) {
      return List.of();
    }
    if (!validation.isDeadlinePassed(nowNanos)) {
      return validation.startDeadlineAgain(token);
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    Submission<E, O> submission = validation.endAtDeadline().submission();
    answer(submission, timedOut(submission, nowNanos), effects);
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
    Submission<E, O> underValidation = validation.submission();
    if (underValidation != null && underValidation.originator().equals(originator)) {
      validation.end(effects);
      turnAway(underValidation, cause, effects);
    }
    for (Submission<E, O> submission : queue.removeAllOf(originator)) {
      turnAway(submission, cause, effects);
    }
    considerNext(nowNanos, effects);
    return effects;
  }

  /** Everything up to and including {@code sequenceNr} is durable. */
  public List<Effect<E, R, M, O>> writeDurable(long sequenceNr) {
    if (sequenceNr <= decisions.durableSequenceNr() || phase == Phase.STOPPED) {
      return List.of();
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    decisions.writeDurable(sequenceNr, effects);
    stopIfDone(effects);
    return effects;
  }

  /** Asks for the durable events; answered at any time, also during a validation. */
  public List<Effect<E, R, M, O>> query(O asker) {
    if (phase == Phase.STOPPED) {
      return List.of(new Effect.RefuseQuery<>(asker, "the log has stopped"));
    }
    return phase == Phase.OPENING
        ? heldQueries.hold(asker)
        : List.of(new Effect.AnswerQuery<>(asker, decisions.durableSequenceNr()));
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
    Submission<E, O> underValidation = validation.submission();
    if (underValidation != null) {
      validation.end(effects);
      turnAway(underValidation, cause, effects);
    }
    for (Submission<E, O> submission = decisions.pollHeld();
        submission != null;
        submission = decisions.pollHeld()) {
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
    heldQueries.refuse(cause, effects);
  }

  private void stopIfDone(List<Effect<E, R, M, O>> effects) {
    if (phase == Phase.STOPPING && !validation.isUnderWay() && decisions.isAllDurable()) {
      phase = Phase.STOPPED;
      effects.add(new Effect.Stop<>());
    }
  }

  /** Takes submissions from the queue until one needs a validation. */
  private void considerNext(long nowNanos, List<Effect<E, R, M, O>> effects) {
    while (phase == Phase.OPEN && !validation.isUnderWay()) {
      Submission<E, O> submission = queue.poll();
      if (submission == null) {
        return;
      }
      if (decisions.contains(submission.eventId())) {
        decisions.answerAgain(submission, effects);
      } else if (submission.deadlineNanos() <= nowNanos) {
        answer(submission, timedOut(submission, nowNanos), effects);
      } else {
        validation.ask(submission, decisions.lastSequenceNr(), effects);
      }
    }
    stopIfDone(effects);
  }

  private void turnAway(
      Submission<E, O> submission, String cause, List<Effect<E, R, M, O>> effects) {
    answer(submission, turnedAway(submission, cause), effects);
  }

  /** Not stored, unless an equal submission before this one was accepted or may yet be. */
  private Result<E, R, M> turnedAway(Submission<E, O> submission, String cause) {
    Submission<E, O> underValidation = validation.submission();
    boolean mayBeStored =
        decisions.isAccepted(submission)
            || (underValidation != null && underValidation.isRepeatedBy(submission));
    return mayBeStored
        ? new Result.Unknown<>(submission.prospectiveEvent(), cause)
        : new Result.Unavailable<>(submission.prospectiveEvent(), cause);
  }

  private void answer(
      Submission<E, O> submission, Result<E, R, M> result, List<Effect<E, R, M, O>> effects) {
    queue.answered(submission);
    effects.add(new Effect.Answer<>(submission, result));
  }

  /** The submission whose validation is under way with this token; null if none is. */
  public @Nullable Submission<E, O> submissionOf(ValidationToken token) {
    return validation.isOutstanding(token) ? validation.submission() : null;
  }

  /** The originators of what waits for its turn or is being validated; the others may go. */
  public Set<O> waitingOriginators() {
    Set<O> originators = queue.originators();
    Submission<E, O> underValidation = validation.submission();
    if (underValidation != null) {
      originators.add(underValidation.originator());
    }
    return originators;
  }

  /** Whether this token's validation is under way. */
  public boolean isOutstanding(ValidationToken token) {
    return validation.isOutstanding(token);
  }

  /** Whether nothing waits, is being validated, or is being written. */
  public boolean isIdle() {
    return phase == Phase.OPEN
        && !validation.isUnderWay()
        && decisions.isAllDurable()
        && queue.isEmpty();
  }

  /** The end of the log as far as it is durable; 0 while it is empty or being opened. */
  public long durableSequenceNr() {
    return decisions.durableSequenceNr();
  }

  /** The ids of all durable events, in the order of their sequence numbers; a copy. */
  public List<AcceptedId> durableIds() {
    return decisions.durableIds();
  }

  /** How many responses came too late, twice, or with a token that was never issued. */
  public long lateResponses() {
    return lateResponses;
  }
}
