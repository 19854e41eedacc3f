package io.atomicstore.core;

/**
 * What the surroundings of a {@link FoldedLog} have to do, in the order given.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what the application passes from the validator to the result
 */
public sealed interface OriginatorEffect<S, E, R, M> {

  /**
   * Send the event to the log, once, and report {@link FoldedLog#ended} or {@link
   * FoldedLog#givenUp}.
   */
  record Submit<S, E, R, M>(ProspectiveEvent<E> event, Judgement<R, M> judgement)
      implements OriginatorEffect<S, E, R, M> {}

  /**
   * Ask the log for a page of the past events under this token, and report {@link
   * FoldedLog#pageArrived}, or {@link FoldedLog#pageOverdue} if it does not come.
   *
   * @param afterSequenceNr of the last event before the page; 0 is from the first event on
   */
  record FetchPastEvents<S, E, R, M>(ValidationToken token, long afterSequenceNr)
      implements OriginatorEffect<S, E, R, M> {}

  /**
   * Decide on the event, which may take its time, and report {@link FoldedLog#decided}.
   *
   * @param state of all past events
   */
  record Decide<S, E, R, M>(ValidationToken token, ProspectiveEvent<E> event, S state)
      implements OriginatorEffect<S, E, R, M> {}

  /** Send the decision to the log that issued the token. */
  record Respond<S, E, R, M>(ValidationToken token, Decision<R, M> decision)
      implements OriginatorEffect<S, E, R, M> {}
}
