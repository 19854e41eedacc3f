package io.atomicstore.core;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers that must not leave before an event they rest on is durable: of accepted events, and of
 * events that were judged on events still being written.
 */
final class HeldAnswers<E, R, M, O> {

  private record HeldAnswer<E, R, M, O>(
      long restsOnSequenceNr, Effect<E, R, M, O> answer, Submission<E, R, M, O> submission) {}

  private final ArrayDeque<HeldAnswer<E, R, M, O>> answers = new ArrayDeque<>(1);

  /** Holds an answer. What it rests on never moves back from one answer to the next. */
  void hold(long restsOnSequenceNr, Effect<E, R, M, O> answer, Submission<E, R, M, O> submission) {
    answers.addLast(new HeldAnswer<>(restsOnSequenceNr, answer, submission));
  }

  /** Lets go, in order, of all that rests on events up to {@code durableSequenceNr}. */
  void release(
      long durableSequenceNr, WaitingQueue<E, R, M, O> queue, List<Effect<E, R, M, O>> effects) {
    HeldAnswer<E, R, M, O> first = answers.peekFirst();
    while (first != null && first.restsOnSequenceNr() <= durableSequenceNr) {
      answers.removeFirst();
      queue.answered(first.submission());
      effects.add(first.answer());
      first = answers.peekFirst();
    }
  }

  /**
   * Takes out the next submission whose answer is held and shall never leave, because what it rests
   * on may not have become durable; null if there is none.
   */
  @Nullable Submission<E, R, M, O> poll() {
    HeldAnswer<E, R, M, O> first = answers.pollFirst();
    return first == null ? null : first.submission();
  }

  /** Whether the answer to a submission of that id is held. */
  boolean contains(EventId eventId) {
    for (HeldAnswer<E, R, M, O> held : answers) {
      if (held.submission().eventId().equals(eventId)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return answers.isEmpty();
  }
}
