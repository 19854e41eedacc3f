package io.atomicstore.core;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Answers that must not leave before an event they rest on is durable: of accepted events, and of
 * events that were judged on events still being written.
 */
final class HeldAnswers<E, R, M, O> {

  private record HeldAnswer<E, R, M, O>(
      long restsOnSequenceNr, Effect<E, R, M, O> answer, Submission<E, O> submission) {}

  private final ArrayDeque<HeldAnswer<E, R, M, O>> answers = new ArrayDeque<>(1);

  /** Holds an answer. What it rests on never moves back from one answer to the next. */
  void hold(long restsOnSequenceNr, Effect<E, R, M, O> answer, Submission<E, O> submission) {
    answers.addLast(new HeldAnswer<>(restsOnSequenceNr, answer, submission));
  }

  /** Lets go, in order, of all that rests on events up to {@code durableSequenceNr}. */
  void release(long durableSequenceNr, WaitingQueue<E, O> queue, List<Effect<E, R, M, O>> effects) {
    HeldAnswer<E, R, M, O> first = answers.peekFirst();
    while (first != null && first.restsOnSequenceNr() <= durableSequenceNr) {
      answers.removeFirst();
      queue.answered(first.submission());
      effects.add(first.answer());
      first = answers.peekFirst();
    }
  }

  /** What these answers rest on may not have become durable: says so in their place. */
  void fail(String cause, WaitingQueue<E, O> queue, List<Effect<E, R, M, O>> effects) {
    for (HeldAnswer<E, R, M, O> held : answers) {
      queue.answered(held.submission());
      effects.add(new Effect.Answer<>(held.submission(), failure(held, cause)));
    }
    answers.clear();
  }

  private Result<E, R, M> failure(HeldAnswer<E, R, M, O> held, String cause) {
    ProspectiveEvent<E> event = held.submission().prospectiveEvent();
    boolean mayBeStored =
        held.answer() instanceof Effect.AnswerFromLog<E, R, M, O>
            || (held.answer() instanceof Effect.Answer<E, R, M, O> answer
                && answer.result().wasAccepted());
    return mayBeStored
        ? new Result.Unknown<>(event, cause)
        : new Result.Unavailable<>(
            event, "it was judged on events whose write did not report back: " + cause);
  }

  boolean isEmpty() {
    return answers.isEmpty();
  }
}
