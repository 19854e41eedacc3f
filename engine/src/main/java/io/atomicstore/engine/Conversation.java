package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** One submission of this process, from its validation to its result. */
final class Conversation<E, R, M> {

  private final AsyncValidator<E, R, M> validator;
  private final long overdueAtNanos;
  private final CompletableFuture<Result<E, R, M>> result = new CompletableFuture<>();
  private volatile @Nullable Throwable thrown;

  /**
   * @param overdueAtNanos when to stop waiting for the log
   */
  Conversation(AsyncValidator<E, R, M> validator, long overdueAtNanos) {
    this.validator = validator;
    this.overdueAtNanos = overdueAtNanos;
  }

  CompletableFuture<Result<E, R, M>> result() {
    return result;
  }

  boolean isOverdue(long nowNanos) {
    return nowNanos >= overdueAtNanos;
  }

  /** Runs the validator, and responds to the log when it has decided. */
  void validate(ValidationRequest<E> request, ActorRef log, ActorRef originator) {
    decide(request.event(), request.pastEvents())
        .whenComplete(
            (decision, failure) ->
                log.tell(request.respond(decisionOf(decision, failure)), originator));
  }

  /** Responds to the log that the validator could not run, because of {@code cause}. */
  void fail(ValidationRequest<E> request, Throwable cause, ActorRef log, ActorRef originator) {
    log.tell(request.respond(decisionOf(null, cause)), originator);
  }

  private CompletionStage<? extends Decision<R, M>> decide(E event, List<E> pastEvents) {
    try {
      CompletionStage<? extends Decision<R, M>> decision = validator.validate(event, pastEvents);
      return decision == null ? noDecision("the validator gave null instead of a stage") : decision;
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> CompletionStage<T> noDecision(String text) {
    return CompletableFuture.failedFuture(new NullPointerException(text));
  }

  private Decision<R, M> decisionOf(
      @Nullable Decision<R, M> decision, @Nullable Throwable failure) {
    Throwable cause = failure;
    if (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause == null && decision == null) {
      cause = new NullPointerException("the validator decided null");
    }
    if (cause != null) {
      thrown = cause;
      return Decision.failed(cause);
    }
    return java.util.Objects.requireNonNull(decision);
  }

  @SuppressWarnings("unchecked") // The reason and the meta are those that this validator gave.
  void complete(Result<?, ?, ?> untyped) {
    Result<E, R, M> typed = (Result<E, R, M>) untyped;
    if (typed instanceof Result.Rejected<E, R, M> rejected
        && rejected.cause() instanceof ValidatorFailedException
        && thrown != null) {
      // The log is on another node: only the text of the exception came back.
      typed =
          new Result.Rejected<>(
              rejected.prospectiveEvent(), null, rejected.meta(), thrown, rejected.isDuplicate());
    }
    result.complete(typed);
  }
}
