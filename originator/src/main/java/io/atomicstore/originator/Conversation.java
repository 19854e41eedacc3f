package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One submission of this process, from its beginning to its result; or one of another process, from
 * the request for its validation to the answer.
 */
final class Conversation<S, E, R> {

  /** As long a wait at the originator is not taken off the time that the log may wait. */
  private static final long WAIT_NANOS_MIN = Duration.ofMillis(10).toNanos();

  private enum Phase {
    OF_ANOTHER,
    NEW,
    SENT,
    WITHDRAWN
  }

  /**
   * How long it waits.
   *
   * @param startedAtNanos on the clock that is asked later
   * @param timeout how long it may wait for its turn
   * @param graceNanos beyond its timeout it waits that long for the log
   */
  record Times(long startedAtNanos, Duration timeout, long graceNanos) {}

  private final ProspectiveEvent<E> event;
  private final @Nullable ScopeRunner<S, E, R> runner;
  private final @Nullable Decider<S, E, R> decider;
  private final Times times;
  private final CompletableFuture<Result<E, R, Object>> result = new CompletableFuture<>();
  private final AtomicReference<Phase> phase;
  private volatile @Nullable Throwable thrown;

  // Guarded by this.
  private @Nullable CompletableFuture<Void> completed;
  private boolean isCompleted;

  // Owned by the runner.
  private @Nullable List<ValidationToken> askedUnder;
  private boolean isEnded;

  /**
   * @param runner where it is judged; null if nobody judges it
   * @param decider decides when the log asks; null if the runner decides by itself
   */
  Conversation(
      ProspectiveEvent<E> event,
      @Nullable ScopeRunner<S, E, R> runner,
      @Nullable Decider<S, E, R> decider,
      Times times) {
    this.event = event;
    this.runner = runner;
    this.decider = decider;
    this.times = times;
    this.phase = new AtomicReference<>(Phase.NEW);
  }

  private Conversation(ProspectiveEvent<E> event, ScopeRunner<S, E, R> runner, Times times) {
    this.event = event;
    this.runner = runner;
    this.decider = null;
    this.times = times;
    this.phase = new AtomicReference<>(Phase.OF_ANOTHER);
  }

  /** A submission of another process, to be validated here. */
  static <S, E, R> Conversation<S, E, R> ofAnother(
      ProspectiveEvent<E> event, ScopeRunner<S, E, R> runner, Times times) {
    return new Conversation<>(event, runner, times);
  }

  /** Whether it is over with the answer, and gets no result here. */
  boolean isOfAnother() {
    return phase.get() == Phase.OF_ANOTHER;
  }

  ProspectiveEvent<E> event() {
    return event;
  }

  @Nullable ScopeRunner<S, E, R> runner() {
    return runner;
  }

  @Nullable Decider<S, E, R> decider() {
    return decider;
  }

  /** Belongs to whoever submitted, who may complete it too. */
  CompletableFuture<Result<E, R, Object>> result() {
    return result;
  }

  /** Completes just before the result. */
  synchronized CompletionStage<Void> completed() {
    if (completed == null) {
      completed = new CompletableFuture<>();
    }
    if (isCompleted) {
      completed.complete(null);
    }
    return completed;
  }

  /** Whether to stop waiting for the log. */
  boolean isOverdue(long nowNanos) {
    return waitedNanos(nowNanos) >= times.timeout().toNanos() + times.graceNanos();
  }

  /** Whether its turn did not come in time; to be asked before it is sent. */
  boolean isTimedOut(long nowNanos) {
    return waitedNanos(nowNanos) >= Math.max(times.timeout().toNanos(), WAIT_NANOS_MIN);
  }

  /** How long the log may wait with it, if it is sent at that time. */
  Duration timeoutAt(long nowNanos) {
    return waitedNanos(nowNanos) < WAIT_NANOS_MIN
        ? times.timeout()
        : times.timeout().minusNanos(waitedNanos(nowNanos));
  }

  long waitedNanos(long nowNanos) {
    return nowNanos - times.startedAtNanos();
  }

  /** Whether it may be sent to the log now, once; from then on it can't be withdrawn. */
  boolean send() {
    return phase.compareAndSet(Phase.NEW, Phase.SENT);
  }

  /** Whether it was not sent to the log; then it never will be. */
  boolean withdraw() {
    return phase.compareAndSet(Phase.NEW, Phase.WITHDRAWN);
  }

  boolean isNew() {
    return phase.get() == Phase.NEW;
  }

  /** The log asks under this token; returns the eldest of too many, which is forgotten. */
  @Nullable ValidationToken asked(ValidationToken token, int tokensMax) {
    List<ValidationToken> tokens = askedUnder == null ? new ArrayList<>(1) : askedUnder;
    askedUnder = tokens;
    if (!tokens.contains(token)) {
      tokens.add(token);
    }
    return tokens.size() > tokensMax ? tokens.remove(0) : null;
  }

  /** The runner takes no more inputs of it; returns under which tokens logs have asked. */
  List<ValidationToken> end() {
    isEnded = true;
    return askedUnder == null ? List.of() : askedUnder;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Notes what was thrown instead of this decision, since it may come back as a text. */
  void decided(Decision<R, Object> decision) {
    if (decision instanceof Decision.Reject<R, Object> rejection && rejection.cause() != null) {
      thrown = rejection.cause();
    }
  }

  /** Gives the result to whoever submitted, and runs what depends on it. */
  void complete(Result<E, R, Object> newResult) {
    CompletableFuture<Void> waiting = setCompleted();
    if (waiting != null) {
      waiting.complete(null);
    }
    Throwable original = thrown;
    if (newResult instanceof Result.Rejected<E, R, Object> rejected
        && rejected.cause() instanceof ValidatorFailedException
        && original != null) {
      // The log is on another node: only the text of the exception came back.
      result.complete(
          new Result.Rejected<>(
              rejected.prospectiveEvent(),
              null,
              rejected.meta(),
              original,
              rejected.isDuplicate()));
    } else {
      result.complete(newResult);
    }
  }

  private synchronized @Nullable CompletableFuture<Void> setCompleted() {
    isCompleted = true;
    return completed;
  }
}
