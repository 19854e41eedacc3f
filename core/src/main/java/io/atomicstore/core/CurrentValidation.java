package io.atomicstore.core;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The validation under way, of which a log has at most one: its token, good for one response, and
 * its deadline, which is absolute from the moment the last of the past events was handed over.
 * Until then there is one for each page, so that an originator which does not go on is noticed.
 */
final class CurrentValidation<E, R, M, O> {

  private static final long NOT_SENT = Long.MAX_VALUE;

  private final RandomGenerator random;
  private final long timeoutNanos;

  private Effect.@Nullable AskForValidation<E, R, M, O> asked;
  private long deadlineNanos = NOT_SENT;
  private long sentSequenceNr;

  CurrentValidation(RandomGenerator random, long timeoutNanos) {
    this.random = random;
    this.timeoutNanos = timeoutNanos;
  }

  boolean isUnderWay() {
    return asked != null;
  }

  boolean isOutstanding(ValidationToken token) {
    return asked != null && asked.token().equals(token);
  }

  /** The validation under way; null if there is none. */
  Effect.@Nullable AskForValidation<E, R, M, O> asked() {
    return asked;
  }

  /** The submission under validation; null if there is none. */
  @Nullable Submission<E, R, M, O> submission() {
    return asked == null ? null : asked.submission();
  }

  void ask(
      Submission<E, R, M, O> submission,
      LogPrefix known,
      LogPrefix past,
      List<Effect<E, R, M, O>> effects) {
    if (asked != null) {
      throw new IllegalStateException(
          "validation " + asked.token() + " is under way, another one must not be asked for");
    }
    long afterSequenceNr = Math.min(known.sequenceNr(), past.sequenceNr());
    asked =
        new Effect.AskForValidation<>(
            ValidationToken.next(random), submission, afterSequenceNr, past);
    deadlineNanos = NOT_SENT;
    effects.add(asked);
  }

  /**
   * The deadline counts from the first time that this is told of so many of the past events: what
   * is sent again does not postpone it, nor what is sent when it has passed.
   */
  List<Effect<E, R, M, O>> requestSent(ValidationToken token, long upToSequenceNr, long nowNanos) {
    Effect.AskForValidation<E, R, M, O> outstanding = asked;
    if (outstanding == null || !outstanding.token().equals(token)) {
      return List.of();
    }
    long sentNow = Math.min(upToSequenceNr, outstanding.past().sequenceNr());
    if (deadlineNanos != NOT_SENT && (sentNow <= sentSequenceNr || isDeadlinePassed(nowNanos))) {
      return List.of();
    }
    sentSequenceNr = sentNow;
    deadlineNanos = nowNanos + timeoutNanos;
    return List.of(new Effect.StartDeadline<>(token, deadlineNanos));
  }

  boolean isDeadlinePassed(long nowNanos) {
    return nowNanos >= deadlineNanos;
  }

  /** Reported too early: the same deadline once more; nothing if it does not run yet. */
  List<Effect<E, R, M, O>> startDeadlineAgain(ValidationToken token) {
    return deadlineNanos == NOT_SENT
        ? List.of()
        : List.of(new Effect.StartDeadline<>(token, deadlineNanos));
  }

  /** Its token is worth nothing from here on, and its deadline need not be watched. */
  Effect.AskForValidation<E, R, M, O> end(List<Effect<E, R, M, O>> effects) {
    Effect.AskForValidation<E, R, M, O> ended = endAtDeadline();
    effects.add(new Effect.CancelDeadline<>(ended.token()));
    return ended;
  }

  /** Its token is worth nothing from here on. */
  Effect.AskForValidation<E, R, M, O> endAtDeadline() {
    Effect.AskForValidation<E, R, M, O> ended = asked;
    if (ended == null) {
      throw new IllegalStateException("no validation is under way, expected one to end");
    }
    asked = null;
    return ended;
  }
}
