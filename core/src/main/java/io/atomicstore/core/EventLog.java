package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which one log admits events: inputs in, effects out. No actor, no clock, no I/O.
 *
 * <p>At most one validation is outstanding. An event is admitted only by a yes that names the
 * outstanding token, or by one that came with it and was taken on what is still the whole log, so
 * every decision was taken on exactly the events that precede it in the log. (Or because the log
 * ends where the event expects it to: then nobody decides.) While event <i>n</i> is being written
 * the log already considers <i>n+1</i>; every answer that rests on <i>n</i>, a yes or a no, is held
 * until <i>n</i> is durable.
 *
 * <p>What a log holds in memory does not grow with the log: the ids of its latest submissions, and
 * the highest of the others. Whether an id that is not higher is new, the journal is asked.
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

  private final WaitingQueue<E, R, M, O> queue;
  private final CurrentValidation<E, R, M, O> validation;
  private final Decisions<E, R, M, O> decisions;
  private final LookUps<E, R, M, O> lookUps = new LookUps<>();
  private final Admission<E, R, M, O> admission;
  private final Refusals<E, R, M, O> refusals;
  private final Queries<E, R, M, O> queries;

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
    this.queue = new WaitingQueue<>(limits);
    this.validation = new CurrentValidation<>(random, limits.validationTimeout().toNanos());
    this.decisions = new Decisions<>(queue, limits);
    this.admission = new Admission<>(queue, validation, decisions, lookUps, timeoutReason);
    this.refusals = new Refusals<>(limits, queue, validation, decisions);
    this.queries = new Queries<>(decisions, queue, validation, lookUps, limits.waitingEventsMax());
  }

  /**
   * The journal holds these events. To be called before {@link #opened} and before any event that
   * is told one by one, which may be left out up to the end of the summary.
   *
   * @throws IllegalStateException if an event was told before
   */
  public void recovered(LogSummary summary) {
    checkOpening();
    decisions.recovered(summary);
  }

  /**
   * The journal holds this submission. To be called for each one stored, in order, before {@link
   * #opened}.
   *
   * @param sealsLog whether its last event seals the log
   * @throws IllegalStateException if a sequence number is missing, an event id comes twice, or the
   *     log was sealed before: the journal is damaged, and the log must not be opened
   */
  public void recovered(AcceptedId accepted, boolean sealsLog) {
    checkOpening();
    decisions.recovered(accepted, sealsLog);
  }

  private void checkOpening() {
    if (phase != Phase.OPENING) {
      throw new IllegalStateException("the log is " + phase + ", expected it to be OPENING");
    }
  }

  /** All that is stored was given to {@code recovered}: the log starts to consider submissions. */
  public List<Effect<E, R, M, O>> opened(long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>();
    if (phase == Phase.OPENING) {
      phase = Phase.OPEN;
      decisions.opened();
      queries.answerHeld(effects);
      queue.eventIds().forEach(eventId -> admission.lookUpIfOlder(eventId, effects));
      considerNext(nowNanos, effects);
    }
    return effects;
  }

  /** An originator submits events. Every submission is answered exactly once. */
  public List<Effect<E, R, M, O>> submit(Submission<E, R, M, O> submission, long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    if (phase == Phase.STOPPING || phase == Phase.STOPPED) {
      effects.add(refusals.turnedAway(submission, "the log is stopping"));
    } else if (submission.sizeBytes() > limits.submissionBytesMax()
        || submission.events() > limits.submissionEventsMax()) {
      effects.add(refusals.tooLarge(submission));
    } else if (phase == Phase.OPEN && decisions.containsDurably(submission.eventId())) {
      effects.add(decisions.repeatedAnswer(submission));
    } else if (!queue.hasRoomFor(submission)) {
      effects.add(refusals.overloaded(submission));
    } else {
      queue.add(submission);
      if (phase == Phase.OPEN) {
        admission.lookUpIfOlder(submission.eventId(), effects);
      }
      considerNext(nowNanos, effects);
    }
    return effects;
  }

  /**
   * The validation request, or a further page of past events, went out. The deadline counts from
   * now, and nothing postpones it but a page of events that were not sent before. Once it has
   * passed, nothing does, whether or not {@link #deadlinePassed} was reported yet.
   *
   * @param upToSequenceNr the last past event that was sent
   */
  public List<Effect<E, R, M, O>> validationRequestSent(
      ValidationToken token, long upToSequenceNr, long nowNanos) {
    return validation.requestSent(token, upToSequenceNr, nowNanos);
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
      admission.timedOut(ended.submission(), nowNanos, effects);
    } else {
      admission.decide(ended.submission(), ended.past(), decision, effects);
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
    Submission<E, R, M, O> submission = validation.endAtDeadline().submission();
    admission.timedOut(submission, nowNanos, effects);
    considerNext(nowNanos, effects);
    return effects;
  }

  /**
   * This originator is gone: what it submitted is not considered any more, and if its validation is
   * outstanding the log goes on at once. What was accepted already is stored all the same.
   */
  public List<Effect<E, R, M, O>> originatorGone(O originator, long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    String cause = "the originator is gone";
    Submission<E, R, M, O> underValidation = validation.submission();
    if (underValidation != null && underValidation.originator().equals(originator)) {
      validation.end(effects);
      refusals.turnAway(underValidation, cause, effects);
    }
    for (Submission<E, R, M, O> submission : queue.removeAllOf(originator)) {
      lookUps.submissionLeaves(submission.eventId());
      refusals.turnAway(submission, cause, effects);
    }
    considerNext(nowNanos, effects);
    return effects;
  }

  /**
   * Everything up to and including the last event of {@code prefix} is durable. To be told of the
   * last event of a submission, so that nobody sees a part of one.
   */
  public List<Effect<E, R, M, O>> writeDurable(LogPrefix prefix) {
    if (prefix.sequenceNr() <= decisions.durable().sequenceNr() || phase == Phase.STOPPED) {
      return List.of();
    }
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    decisions.writeDurable(prefix, effects);
    if (phase == Phase.OPEN) {
      queries.answerHeld(effects);
    }
    stopIfDone(effects);
    return effects;
  }

  /**
   * The journal has answered {@link Effect.LookUp}; {@code found} is null if it has no such id.
   * Answers to what another incarnation asked must not come here.
   */
  public List<Effect<E, R, M, O>> lookedUp(
      EventId eventId, @Nullable AcceptedId found, long nowNanos) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(2);
    queries.lookedUp(eventId, found, effects);
    considerNext(nowNanos, effects);
    return effects;
  }

  /**
   * Asks for the durable events; answered at any time, also during a validation, and refused once
   * the log has stopped.
   */
  public List<Effect<E, R, M, O>> query(O asker) {
    return query(new HeldQueries.HeldQuery<>(asker, -1, null));
  }

  /**
   * Asks for the durable events that follow {@code sequenceNr}: answered once there are any, once
   * the log is sealed, or by {@link #queryOverdue}; refused once the log is stopping and has none.
   */
  public List<Effect<E, R, M, O>> queryAfter(long sequenceNr, O asker) {
    return query(new HeldQueries.HeldQuery<>(asker, sequenceNr, null));
  }

  /**
   * Asks what became of a submission; refused if the journal has to be asked while the log is
   * stopping.
   */
  public List<Effect<E, R, M, O>> queryResult(EventId eventId, O asker) {
    return query(new HeldQueries.HeldQuery<>(asker, -1, eventId));
  }

  private List<Effect<E, R, M, O>> query(HeldQueries.HeldQuery<O> query) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(1);
    if (phase == Phase.STOPPED) {
      effects.add(new Effect.RefuseQuery<>(query.asker(), "the log has stopped"));
    } else if (phase == Phase.OPENING) {
      queries.hold(query, effects);
    } else {
      queries.answer(query, effects);
    }
    return effects;
  }

  /**
   * This asker's queries have waited long enough for events: they are answered with what there is,
   * once the log is open.
   */
  public List<Effect<E, R, M, O>> queryOverdue(O asker) {
    List<Effect<E, R, M, O>> effects = new ArrayList<>(1);
    queries.overdue(asker);
    if (phase == Phase.OPEN) {
      queries.answerHeld(effects);
    }
    return effects;
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
    Submission<E, R, M, O> underValidation = validation.submission();
    if (underValidation != null) {
      validation.end(effects);
      refusals.turnAway(underValidation, cause, effects);
    }
    for (Submission<E, R, M, O> submission = decisions.pollHeld();
        submission != null;
        submission = decisions.pollHeld()) {
      refusals.turnAway(submission, cause, effects);
    }
    refuseWaiting(cause, effects);
    effects.add(new Effect.Stop<>());
    return effects;
  }

  private void refuseWaiting(String cause, List<Effect<E, R, M, O>> effects) {
    refusals.turnAwayWaiting(cause, effects);
    queries.refuseAll(cause, effects);
  }

  private void stopIfDone(List<Effect<E, R, M, O>> effects) {
    if (phase == Phase.STOPPING && !validation.isUnderWay() && decisions.isAllDurable()) {
      phase = Phase.STOPPED;
      effects.add(new Effect.Stop<>());
    }
  }

  private void considerNext(long nowNanos, List<Effect<E, R, M, O>> effects) {
    if (phase == Phase.OPEN) {
      admission.considerNext(nowNanos, effects);
    }
    stopIfDone(effects);
  }

  /** The validation that is under way with this token; null if none is. */
  public Effect.@Nullable AskForValidation<E, R, M, O> validationOf(ValidationToken token) {
    return validation.isOutstanding(token) ? validation.asked() : null;
  }

  /** The submission whose validation is under way with this token; null if none is. */
  public @Nullable Submission<E, R, M, O> submissionOf(ValidationToken token) {
    return validation.isOutstanding(token) ? validation.submission() : null;
  }

  /** The originators of what waits for its turn or is being validated; the others may go. */
  public Set<O> waitingOriginators() {
    Set<O> originators = queue.originators();
    Submission<E, R, M, O> underValidation = validation.submission();
    if (underValidation != null) {
      originators.add(underValidation.originator());
    }
    return originators;
  }

  /** Whether this token's validation is under way. */
  public boolean isOutstanding(ValidationToken token) {
    return validation.isOutstanding(token);
  }

  /** Whether no submission waits, is being validated, or is being written; queries may wait. */
  public boolean isIdle() {
    return phase == Phase.OPEN
        && !validation.isUnderWay()
        && decisions.isAllDurable()
        && queue.isEmpty();
  }

  /** The end of the log as far as it is durable; 0 while it is empty or being opened. */
  public long durableSequenceNr() {
    return decisions.durable().sequenceNr();
  }

  /** Whether the last durable event seals the log. */
  public boolean isSealedDurably() {
    return decisions.isSealedDurably();
  }

  /** What opening the log anew needs in place of all durable events. */
  public LogSummary summary() {
    return decisions.summary();
  }

  /** How many responses came too late, twice, or with a token that was never issued. */
  public long lateResponses() {
    return lateResponses;
  }
}
