package io.atomicstore.core;

/**
 * How a submission is to be judged when its turn comes.
 *
 * @param <R> the application's reasons
 * @param <M> what the application passes from the validator to the result
 */
public sealed interface Judgement<R, M> {

  /** The originator, which knows nothing of the log, is asked, and shown all past events. */
  static <R, M> Judgement<R, M> ask() {
    return new Ask<>(LogPrefix.EMPTY);
  }

  /** The originator is asked, and shown the past events that follow {@code known}. */
  record Ask<R, M>(LogPrefix known) implements Judgement<R, M> {}

  /**
   * The originator has decided already, on the log up to {@code known}. If that is still all of the
   * log, the decision stands, a yes like a no; if not, the originator is asked, and shown the past
   * events that follow.
   */
  record Decided<R, M>(LogPrefix known, Decision<R, M> decision) implements Judgement<R, M> {}

  /**
   * Nobody is asked: the events are stored if the log ends at {@code sequenceNr}, and else the
   * result is a {@link Result.Conflict}. 0 expects an empty log.
   */
  record Expect<R, M>(long sequenceNr) implements Judgement<R, M> {

    public Expect {
      SequenceNr.ofEnd(sequenceNr);
    }
  }
}
