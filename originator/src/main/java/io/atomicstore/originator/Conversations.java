package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Fold;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.FoldedLog;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of this process by one originator, and the states that it keeps of their scopes.
 * What logs say to it goes to its {@link OpenConversations}. Whatever calls the application runs on
 * an executor, never on the thread that brings what logs say. Usable from any thread.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 * @param <R> the application's reasons
 */
public final class Conversations<S, E, R> {

  /**
   * How an originator comes to its decisions.
   *
   * @param newLog makes what it keeps of a scope
   * @param isAsking whether nothing of the application is called before the log asks
   */
  public record Judging<S, E, R>(
      Function<ScopeId, FoldedLog<S, E, R, Object>> newLog, boolean isAsking) {

    /** It decides by itself, as soon as events are submitted. */
    @SuppressWarnings("unchecked") // What is passed on is any object here.
    public static <S, E, R> Judging<S, E, R> ahead(FoldValidator<S, E, R, ?> validator) {
      FoldValidator<S, E, R, Object> untyped = (FoldValidator<S, E, R, Object>) validator;
      return new Judging<>(scopeId -> FoldedLog.judging(scopeId, untyped), false);
    }

    /** It judges nothing: what it submits is judged elsewhere. */
    public static <S, E, R> Judging<S, E, R> elsewhere() {
      return new Judging<>(
          scopeId -> {
            throw new IllegalStateException("nothing is judged here, found scope " + scopeId);
          },
          true);
    }

    /** Each submission has a {@link Decider}, which decides when the log asks. */
    public static <S, E, R> Judging<S, E, R> whenAsked(Fold<S, E> fold) {
      return new Judging<>(scopeId -> FoldedLog.asking(scopeId, fold), true);
    }
  }

  /**
   * What an originator needs of the process that it is in.
   *
   * @param sendable makes of a decision one that reaches the log
   * @param open where what logs say is brought to
   */
  public record Surroundings<S, E, R>(
      Judging<S, E, R> judging,
      UnaryOperator<Decision<R, Object>> sendable,
      OpenConversations<S, E, R> open,
      LogLine<E, R> line,
      StateFaults faults) {}

  /** So long a validation for another process may take at most: its log has long given it up. */
  private static final Duration VALIDATION_MAX = Duration.ofMinutes(1);

  private record Submission<S, E, R>(
      ProspectiveEvent<E> event,
      Duration timeout,
      @Nullable Decider<S, E, R> decider,
      @Nullable Judgement<R, Object> judgement) {}

  private final OpenConversations<S, E, R> open;
  private final LogLine<E, R> line;
  private final LongSupplier nanoClock;
  private final ScopeRunners<S, E, R> runners;
  private final long graceNanos;

  /**
   * An originator without submissions.
   *
   * @param grace how long to wait for the log beyond a submission's timeout
   */
  public Conversations(
      Surroundings<S, E, R> surroundings, OriginatorSettings settings, Duration grace) {
    this.open = surroundings.open();
    this.line = surroundings.line();
    this.nanoClock = open.nanoClock();
    this.runners = new ScopeRunners<>(surroundings, settings);
    this.graceNanos = grace.toNanos();
  }

  /**
   * Submits events that are judged here.
   *
   * @param timeout how long they may wait for their turn
   * @param decider decides when the log asks; null where the originator decides by itself
   */
  public CompletionStage<Result<E, R, Object>> submit(
      ProspectiveEvent<E> event, Duration timeout, @Nullable Decider<S, E, R> decider) {
    return start(new Submission<>(event, timeout, decider, null));
  }

  /**
   * Submits events that nobody judges here.
   *
   * @param judgement how the log is to have them judged
   */
  public CompletionStage<Result<E, R, Object>> submitUnjudged(
      ProspectiveEvent<E> event, Duration timeout, Judgement<R, Object> judgement) {
    return start(new Submission<>(event, timeout, null, judgement));
  }

  /**
   * Validates events that another process submitted, on the states that are kept here. There is an
   * answer unless {@link OpenConversations#onTooLate} or {@link OpenConversations#onOthersGone}
   * tells that nobody wants one any more.
   *
   * @param firstPage some of the past events
   * @param past the log as far as the events are to be judged on it
   */
  public void validate(
      AskingLog<R> log, ProspectiveEvent<E> event, PastEvents<E> firstPage, LogPrefix past) {
    ScopeRunner<S, E, R> runner = runners.use(event.scopeId());
    Conversation<S, E, R> conversation =
        Conversation.ofAnother(
            event, runner, new Conversation.Times(nanoClock.getAsLong(), VALIDATION_MAX, 0));
    if (open.addAsked(new Asked<>(conversation, log))) {
      runner.offer(new OriginatorInput.Requested<>(conversation, log, event, firstPage, past));
    } else {
      runner.leave();
    }
  }

  private CompletionStage<Result<E, R, Object>> start(Submission<S, E, R> submission) {
    ProspectiveEvent<E> event = submission.event();
    if (open.isClosed()) {
      return CompletableFuture.completedFuture(
          new Result.Unavailable<>(event, "the store is closed"));
    }
    ScopeRunner<S, E, R> runner =
        submission.judgement() == null ? runners.use(event.scopeId()) : null;
    Conversation<S, E, R> conversation =
        new Conversation<>(
            event,
            runner,
            submission.decider(),
            new Conversation.Times(nanoClock.getAsLong(), submission.timeout(), graceNanos));
    Conversation<S, E, R> earlier = open.add(conversation);
    if (earlier != null) {
      if (runner != null) {
        runner.leave();
      }
      // The same id twice at the same time: the log answers the second one from the first.
      return earlier.completed().thenCompose(completed -> start(submission));
    }
    send(conversation, submission);
    if (open.isClosed()) {
      open.close();
    }
    return conversation.result();
  }

  private void send(Conversation<S, E, R> conversation, Submission<S, E, R> submission) {
    Judgement<R, Object> judgement = submission.judgement();
    ScopeRunner<S, E, R> runner = conversation.runner();
    if (runner != null) {
      runner.submit(conversation);
    } else if (judgement != null && conversation.send()) {
      line.submit(submission.event(), submission.timeout(), judgement);
    }
  }

  /** How many submissions have no result yet. */
  public int openSubmissions() {
    return open.size();
  }

  /** Of how many scopes a state is kept. */
  public int keptStates() {
    return runners.size();
  }

  /** About how many bytes of memory these states take. */
  public long keptBytes() {
    return runners.weightBytes();
  }
}
