package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Has the application decide, and tells the runner what it decided. */
final class Deciding<S, E, R> implements DueTask {

  private final ScopeRunner<S, E, R> runner;
  private final Asked<S, E, R> asked;
  private final ProspectiveEvent<E> event;
  private final S past;

  /** Means something only to the thread itself, while it calls the application. */
  private @Nullable Thread performing;

  private @Nullable Decision<R, Object> decidedAtOnce;

  Deciding(ScopeRunner<S, E, R> runner, Asked<S, E, R> asked, ProspectiveEvent<E> event, S past) {
    this.runner = runner;
    this.asked = asked;
    this.event = event;
    this.past = past;
  }

  @Override
  public @Nullable ScopeRunner<?, ?, ?> perform() {
    performing = Thread.currentThread();
    decide().whenComplete((decision, failure) -> decided(decisionOf(decision, failure)));
    performing = null;
    Decision<R, Object> decision = decidedAtOnce;
    return decision != null && runner.enter(inputOf(decision)) ? runner : null;
  }

  /** The application must not be called on this thread: its events are rejected. */
  @Override
  public @Nullable ScopeRunner<?, ?, ?> rejected(RejectedExecutionException rejection) {
    return runner.enter(inputOf(Decision.failed(rejection))) ? runner : null;
  }

  @SuppressWarnings("unchecked") // What is passed on is any object here.
  private CompletionStage<@Nullable Decision<R, Object>> decide() {
    Decider<S, E, R> decider = asked.conversation().decider();
    try {
      CompletionStage<? extends @Nullable Decision<R, ?>> decision =
          Objects.requireNonNull(decider, "nobody decides").decide(event, past);
      return decision == null
          ? CompletableFuture.failedFuture(
              new NullPointerException("the validator gave null instead of a stage"))
          : (CompletionStage<@Nullable Decision<R, Object>>) decision;
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <R> Decision<R, Object> decisionOf(
      @Nullable Decision<R, Object> decision, @Nullable Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return Decision.failed(failure.getCause());
    } else if (failure != null) {
      return Decision.failed(failure);
    }
    return decision == null
        ? Decision.failed(new NullPointerException("the validator decided null"))
        : decision;
  }

  private void decided(Decision<R, Object> decision) {
    if (Thread.currentThread().equals(performing)) {
      decidedAtOnce = decision;
    } else {
      runner.offer(inputOf(decision));
    }
  }

  private OriginatorInput<S, E, R> inputOf(Decision<R, Object> decision) {
    return new OriginatorInput.Decided<>(asked, runner.sendable(decision));
  }
}
