package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/** A submission that was sent to the log and has no result, and what is predicted of it. */
final class OpenSubmission<S, E, R, M> {

  private final ProspectiveEvent<E> event;

  /** On what it is judged, as far as this originator knows; null if that is not known. */
  private @Nullable Judged<S, R, M> judged;

  private @Nullable ValidationToken askedUnder;
  private int resultsDue = 1;
  private @Nullable KnownState<S> proven;

  /**
   * Whether another submission of the same id, or another log, may be the one that is asked about
   * or answered: nothing is proven by it then.
   */
  private boolean isAmbiguous;

  OpenSubmission(ProspectiveEvent<E> event, @Nullable Judged<S, R, M> judged, boolean isAmbiguous) {
    this.event = event;
    this.judged = judged;
    this.isAmbiguous = isAmbiguous;
  }

  EventId eventId() {
    return event.eventId();
  }

  ProspectiveEvent<E> event() {
    return event;
  }

  @Nullable Judged<S, R, M> judged() {
    return judged;
  }

  /** Whether the log asked about it, instead of taking the decision that came with it. */
  boolean isAsked() {
    return askedUnder != null;
  }

  /** The answer to this request, should it come again; null if there is none. */
  @Nullable Judged<S, R, M> answerTo(ValidationToken token) {
    return token.equals(askedUnder) ? judged : null;
  }

  /** The log asks: on what the event is judged is not known until it is answered. */
  void asked(ValidationToken token) {
    isAmbiguous |= askedUnder != null && !askedUnder.equals(token);
    askedUnder = token;
    judged = null;
  }

  void answered(ValidationToken token, Judged<S, R, M> answer) {
    if (token.equals(askedUnder)) {
      judged = answer;
    }
  }

  /** The same event was sent once more, and gets a result of its own. */
  void sentAgain() {
    resultsDue++;
    isAmbiguous = true;
  }

  /** However often it was sent, the next result is the last. */
  void givenUp() {
    resultsDue = 1;
  }

  /** It rests on an event that did not end as predicted; so does what its own result told. */
  void forgetPrediction() {
    judged = null;
    proven = null;
  }

  /** Whether the result leaves the log as it was predicted, for those that rest on it. */
  boolean isPredicted(Result<E, R, M> result) {
    Judged<S, R, M> prediction = judged;
    if (prediction != null && prediction.isAccepted()) {
      return isAcceptedAfter(prediction.on(), result);
    }
    return !isAcceptedNow(result)
        && !(result instanceof Result.Unknown)
        && !(result instanceof Result.Unavailable);
  }

  private static <E, R, M> boolean isAcceptedNow(Result<E, R, M> result) {
    return result instanceof Result.Accepted<E, R, M> accepted && !accepted.isDuplicate();
  }

  private boolean isAcceptedAfter(KnownState<S> state, Result<E, R, M> result) {
    return result instanceof Result.Accepted<E, R, M> accepted
        && !accepted.isDuplicate()
        && accepted.sequenceNr() == state.sequenceNr() + 1;
  }

  /** Notes what the result proves to be durable, see {@link #proven}. */
  void resultCame(Result<E, R, M> result) {
    resultsDue--;
    Judged<S, R, M> decided = judged;
    if (decided == null || isAmbiguous) {
      return;
    }
    boolean isProven =
        decided.isAccepted()
            ? isAcceptedAfter(decided.on(), result)
            : result instanceof Result.Rejected<E, R, M> rejected && !rejected.isDuplicate();
    proven = isProven ? decided.after() : null;
  }

  boolean isEnded() {
    return resultsDue == 0;
  }

  /** A state all of whose events are durable, as the result told; null if it told nothing. */
  @Nullable KnownState<S> proven() {
    return proven;
  }
}
