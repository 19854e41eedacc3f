package io.atomicstore.client;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One submission of the application, over all attempts to get its result. One thread at a time may
 * use an instance.
 */
final class PendingSubmission<E> {

  /** One attempt: submits the events, and completes with what became of that. */
  @FunctionalInterface
  interface Way<E> {

    /**
     * Submits the events.
     *
     * @param timeout how long they may wait for their turn
     */
    CompletionStage<Result<WireEvent<E>, WireReason, Object>> attempt(
        ProspectiveEvent<WireEvent<E>> event, Duration timeout);
  }

  private final ProspectiveEvent<WireEvent<E>> event;
  private final Way<E> way;
  private final long deadlineNanos;
  private final Consumer<Result<WireEvent<E>, WireReason, Object>> onEnd;
  private int failures;
  private long dueNanos;
  private boolean isInDoubt;
  private @Nullable String cause;

  /**
   * @param deadlineNanos it is not attempted any more from then on
   * @param onEnd gets the one result; may call the application
   */
  PendingSubmission(
      ProspectiveEvent<WireEvent<E>> event,
      Way<E> way,
      long deadlineNanos,
      Consumer<Result<WireEvent<E>, WireReason, Object>> onEnd) {
    this.event = event;
    this.way = way;
    this.deadlineNanos = deadlineNanos;
    this.onEnd = onEnd;
    this.dueNanos = Long.MIN_VALUE;
  }

  ProspectiveEvent<WireEvent<E>> event() {
    return event;
  }

  boolean isDue(long nowNanos) {
    return failures == 0 || nowNanos - dueNanos >= 0;
  }

  boolean isOverdue(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  CompletionStage<Result<WireEvent<E>, WireReason, Object>> attempt(long nowNanos) {
    return way.attempt(event, Duration.ofNanos(Math.max(1, deadlineNanos - nowNanos)));
  }

  /**
   * What the result of an attempt says of the submission; null if it is to be attempted again.
   * Whether an earlier attempt has stored the event, a result that refuses to look does not say.
   */
  @Nullable Result<WireEvent<E>, WireReason, Object> resultOf(
      Result<WireEvent<E>, WireReason, Object> attempted) {
    if (attempted instanceof Result.Unknown<WireEvent<E>, WireReason, Object> unknown) {
      isInDoubt = true;
      cause = unknown.cause();
      return null;
    } else if (attempted instanceof Result.Unavailable<WireEvent<E>, WireReason, Object> none) {
      cause = none.cause();
      return null;
    } else if (!isInDoubt) {
      return attempted;
    } else if (attempted instanceof Result.Overloaded) {
      cause = "the server is overloaded";
      return null;
    } else if (attempted instanceof Result.Refused<WireEvent<E>, WireReason, Object> refused) {
      return new Result.Unknown<>(
          event,
          "submitted again, to find out what became of it, it was refused: " + refused.cause());
    } else if (attempted instanceof Result.TimedOut<WireEvent<E>, WireReason, Object> timedOut
        && timedOut.reason().isOfClient()) {
      return givenUp(null);
    }
    return attempted;
  }

  /**
   * It is attempted again later.
   *
   * @return how often that has happened
   */
  int failed() {
    failures++;
    return failures;
  }

  void dueAt(long nanos) {
    dueNanos = nanos;
  }

  /**
   * The result if there are no more attempts.
   *
   * @param closedBecause why there can't be any; null if there could
   */
  Result<WireEvent<E>, WireReason, Object> givenUp(@Nullable String closedBecause) {
    String known = cause == null ? "not sent in time" : cause;
    String because = closedBecause == null ? known : closedBecause;
    return isInDoubt
        ? new Result.Unknown<>(event, because)
        : new Result.Unavailable<>(event, because);
  }

  void end(Result<WireEvent<E>, WireReason, Object> result) {
    onEnd.accept(result);
  }
}
