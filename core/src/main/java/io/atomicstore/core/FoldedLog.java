package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The originator's side of the conversation about one scope: inputs in, effects out. No actor, no
 * clock, no I/O. It keeps the state folded from the log's events, so that a validation costs the
 * events that it has not seen.
 *
 * <p>One that <i>judges</i> sends its decision with the event, taken on what it predicts the log to
 * be: each submission rests on the one before, and the log finds out by the hash of {@link
 * LogPrefix} whether that is so. Where it is not, the log asks, and the prediction behind that
 * event is worth nothing: what is submitted from then on is parked, until all that was sent has
 * ended, and then sent as a new chain. One that <i>asks</i> sends every event without a decision,
 * and has its surroundings decide when the log asks.
 *
 * <p>A {@link #settled} state has durable events only. A newer one may contain an event that gets
 * lost: it is thrown away when a result is {@link Result.Unknown} or {@link Result.Unavailable},
 * and found out by its hash if nobody told. Each {@link OriginatorEffect.Submit} must be sent once
 * at most, and every validation request of an open submission must come here: what others answer
 * for it proves nothing about the states kept here.
 *
 * <p>Nothing is bounded but what late messages could pile up: the surroundings bound how much is
 * submitted, and give up what gets no result, for what is parked waits for it.
 *
 * <p>Every input returns the effects to carry out, in order. What the application's code throws
 * rejects the event. One thread at a time may use an instance.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what the application passes from the validator to the result
 */
public final class FoldedLog<S, E, R, M> {

  private final Folding<S, E, R, M> folding;
  private final KnownStates<S> states = new KnownStates<>();
  private final OpenSubmissions<S, E, R, M> submissions = new OpenSubmissions<>();
  private final Validations<S, E, R, M> validations = new Validations<>();

  private FoldedLog(Folding<S, E, R, M> folding) {
    this.folding = folding;
  }

  /** Decides by itself, as soon as an event is submitted. */
  public static <S, E, R, M> FoldedLog<S, E, R, M> judging(
      ScopeId scopeId, FoldValidator<S, E, R, M> validator) {
    return new FoldedLog<>(Folding.judging(scopeId, validator));
  }

  /** Decides nothing: {@link OriginatorEffect.Decide} hands the state to whoever does. */
  public static <S, E, R, M> FoldedLog<S, E, R, M> asking(ScopeId scopeId, Fold<S, E> fold) {
    return new FoldedLog<>(Folding.asking(scopeId, fold));
  }

  /**
   * The application submits an event. It may be one that is open already, or whose result was
   * unknown, under the same id.
   */
  public List<OriginatorEffect<S, E, R, M>> submit(ProspectiveEvent<E> event) {
    List<OriginatorEffect<S, E, R, M>> effects = new ArrayList<>(1);
    if (folding.isJudging() && submissions.isBroken()) {
      submissions.park(event);
    } else {
      send(event, effects);
    }
    return effects;
  }

  private void send(ProspectiveEvent<E> event, List<OriginatorEffect<S, E, R, M>> effects) {
    OpenSubmission<S, E, R, M> same = submissions.find(event.eventId());
    Judgement<R, M> judgement = new Judgement.Ask<>(states.known());
    if (same != null) {
      same.sentAgain();
    } else if (folding.isJudging() && states.isNewestCertifiable()) {
      Judged<S, R, M> judged = folding.judge(states.newest(), event);
      submissions.add(event, judged);
      states.newest(judged.after());
      judgement = new Judgement.Decided<>(judged.on().prefix(), judged.decision());
    } else {
      submissions.add(event, null);
    }
    effects.add(new OriginatorEffect.Submit<>(event, judgement));
  }

  /**
   * The log asks for the validation of an event, which need not be open here.
   *
   * @param firstPage some of the past events
   * @param past the log as far as the event is to be judged on it
   */
  public List<OriginatorEffect<S, E, R, M>> requested(
      ValidationToken token, ProspectiveEvent<E> event, PastEvents<E> firstPage, LogPrefix past) {
    ShownPast<S, E, R, M> validation = validations.find(token);
    if (validation == null) {
      OpenSubmission<S, E, R, M> submission = submissions.find(event.eventId());
      Judged<S, R, M> answer = submission == null ? null : submission.answerTo(token);
      if (answer != null) {
        return List.of(new OriginatorEffect.Respond<>(token, answer.decision()));
      }
      if (submission != null) {
        asked(submission, token);
      }
      states.shown(past);
      validation = new ShownPast<>(token, event, past, states, folding);
      validations.add(validation);
    }
    return take(validation, firstPage);
  }

  private void asked(OpenSubmission<S, E, R, M> submission, ValidationToken token) {
    Judged<S, R, M> prediction = submission.judged();
    if (prediction != null) {
      states.newest(prediction.on());
    }
    submissions.breakBehind(submission);
    submission.asked(token);
  }

  /** A page of past events came; one that nobody waits for, or came before, changes nothing. */
  public List<OriginatorEffect<S, E, R, M>> pageArrived(ValidationToken token, PastEvents<E> page) {
    ShownPast<S, E, R, M> validation = validations.find(token);
    return validation == null ? List.of() : take(validation, page);
  }

  private List<OriginatorEffect<S, E, R, M>> take(
      ShownPast<S, E, R, M> validation, PastEvents<E> page) {
    if (validation.isHandedOut()) {
      return List.of();
    }
    List<OriginatorEffect<S, E, R, M>> effects = new ArrayList<>(1);
    states.shown(page.after());
    validation.take(page);
    keepProgress(validation);
    KnownState<S> folded = validation.folded();
    if (validation.failure() != null) {
      fail(validation, validation.failure(), effects);
    } else if (folded == null || !validation.isComplete()) {
      validation.fetch(effects);
    } else if (folding.isJudging()) {
      answer(validation, folding.judge(folded, validation.event()), effects);
    } else {
      handOut(validation, folded, effects);
    }
    return effects;
  }

  /** What is proven is kept, even if the rest of the past does not come in time. */
  private void keepProgress(ShownPast<S, E, R, M> validation) {
    KnownState<S> folded = validation.folded();
    if (folded != null
        && folded.sequenceNr() >= states.settled().sequenceNr()
        && !validation.mayBeginWith(states.newest())) {
      moveNewest(folded);
    }
  }

  /** A chain that holds so far goes on as predicted. */
  private void moveNewest(KnownState<S> state) {
    if (!folding.isJudging() || submissions.isBroken() || submissions.hasAllEnded()) {
      states.newest(state);
    }
  }

  private void handOut(
      ShownPast<S, E, R, M> validation,
      KnownState<S> folded,
      List<OriginatorEffect<S, E, R, M>> effects) {
    try {
      S state = folding.stateOf(folded);
      effects.add(new OriginatorEffect.Decide<>(validation.token(), validation.event(), state));
      validation.handOut();
    } catch (FoldFailedException e) {
      fail(validation, e.thrown(), effects);
    }
  }

  private void fail(
      ShownPast<S, E, R, M> validation,
      Throwable thrown,
      List<OriginatorEffect<S, E, R, M>> effects) {
    validations.remove(validation.token());
    effects.add(new OriginatorEffect.Respond<>(validation.token(), Decision.failed(thrown)));
  }

  private void answer(
      ShownPast<S, E, R, M> validation,
      Judged<S, R, M> judged,
      List<OriginatorEffect<S, E, R, M>> effects) {
    ValidationToken token = validation.token();
    validations.remove(token);
    OpenSubmission<S, E, R, M> submission = submissions.find(validation.event().eventId());
    if (submission == null) {
      // Nobody will tell what becomes of it: only what it was judged on is known.
      moveNewest(judged.on());
    } else {
      moveNewest(judged.after());
      submission.answered(token, judged);
    }
    effects.add(new OriginatorEffect.Respond<>(token, judged.decision()));
  }

  /** A page that was fetched has not come: it is fetched again. */
  public List<OriginatorEffect<S, E, R, M>> pageOverdue(ValidationToken token) {
    List<OriginatorEffect<S, E, R, M>> effects = new ArrayList<>(1);
    ShownPast<S, E, R, M> validation = validations.find(token);
    if (validation != null) {
      validation.fetchAgain(effects);
    }
    return effects;
  }

  /** Whoever decides has decided; too late, if the submission has ended. */
  public List<OriginatorEffect<S, E, R, M>> decided(
      ValidationToken token, Decision<R, M> decision) {
    List<OriginatorEffect<S, E, R, M>> effects = new ArrayList<>(1);
    ShownPast<S, E, R, M> validation = validations.find(token);
    KnownState<S> past = validation == null ? null : validation.folded();
    if (validation != null && past != null && validation.isHandedOut()) {
      answer(validation, folding.decided(past, validation.event(), decision), effects);
    }
    return effects;
  }

  /** The log told what became of a submission. */
  public List<OriginatorEffect<S, E, R, M>> ended(Result<E, R, M> result) {
    List<OriginatorEffect<S, E, R, M>> effects = new ArrayList<>();
    EventId eventId = result.prospectiveEvent().eventId();
    OpenSubmission<S, E, R, M> submission = submissions.find(eventId);
    if (submission == null) {
      submissions.unpark(eventId);
    } else {
      end(submission, result);
      sendParked(effects);
    }
    return effects;
  }

  /** Nobody waits for the result any more: nothing is known of what became of the event. */
  public List<OriginatorEffect<S, E, R, M>> givenUp(EventId eventId) {
    OpenSubmission<S, E, R, M> submission = submissions.find(eventId);
    if (submission == null) {
      submissions.unpark(eventId);
      return List.of();
    }
    submission.givenUp();
    return ended(new Result.Unknown<>(submission.event(), "nobody waits for the result"));
  }

  private void end(OpenSubmission<S, E, R, M> submission, Result<E, R, M> result) {
    Judged<S, R, M> judged = submission.judged();
    if (!submission.isPredicted(result)) {
      if (judged != null && (!submissions.isBroken() || isNewest(judged.after()))) {
        states.newest(judged.on());
      }
      submissions.breakBehind(submission);
    }
    submissions.end(submission, result, states);
    if (result instanceof Result.Unknown || result instanceof Result.Unavailable) {
      states.forgetTentative();
    }
    validations.removeAllOf(submission.eventId());
  }

  private boolean isNewest(KnownState<S> state) {
    return state.prefix().equals(states.newest().prefix());
  }

  private void sendParked(List<OriginatorEffect<S, E, R, M>> effects) {
    for (ProspectiveEvent<E> event = submissions.pollParked();
        event != null;
        event = submissions.pollParked()) {
      send(event, effects);
    }
  }

  /** The newest prefix of the log that is shown or predicted. */
  public LogPrefix known() {
    return states.newest().prefix();
  }

  /** The state after the events of {@link #known}; throws what the application throws. */
  public S state() {
    return folding.shown(states.newest());
  }

  /** The newest prefix of the log whose events are known to be durable; it never goes back. */
  public LogPrefix settled() {
    return states.settled().prefix();
  }

  /** Whether every submission has ended. */
  public boolean isIdle() {
    return submissions.isEmpty();
  }

  /** About how many bytes of memory the settled and the newest state take. */
  public long weightBytes() {
    long settledBytes = folding.weightBytes(states.settled());
    return isNewest(states.settled())
        ? settledBytes
        : settledBytes + folding.weightBytes(states.newest());
  }
}
