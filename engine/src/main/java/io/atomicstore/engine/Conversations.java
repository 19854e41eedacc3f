package io.atomicstore.engine;

import io.atomicstore.core.Fold;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.FoldedLog;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of this process by one originator, and the states that it keeps of their scopes.
 * One actor gets what logs say to it. Whatever calls the application runs on an executor, never in
 * the actor.
 */
final class Conversations<S, E, R> {

  /** Beyond its own timeouts a submission gets this long to be written and answered. */
  static final Duration GRACE = Duration.ofSeconds(15);

  /**
   * How an originator comes to its decisions.
   *
   * @param isAsking whether nothing of the application is called before the log asks
   */
  record Judging<S, E, R>(Function<ScopeId, FoldedLog<S, E, R, Object>> newLog, boolean isAsking) {

    /** It decides by itself, as soon as events are submitted. */
    @SuppressWarnings("unchecked") // What is passed on is any object here.
    static <S, E, R> Judging<S, E, R> ahead(FoldValidator<S, E, R, ?> validator) {
      FoldValidator<S, E, R, Object> untyped = (FoldValidator<S, E, R, Object>) validator;
      return new Judging<>(scopeId -> FoldedLog.judging(scopeId, untyped), false);
    }

    /** Each submission has a {@link Decider}, which decides when the log asks. */
    static <S, E, R> Judging<S, E, R> whenAsked(Fold<S, E> fold) {
      return new Judging<>(scopeId -> FoldedLog.asking(scopeId, fold), true);
    }
  }

  private record Submission<S, E, R>(
      ProspectiveEvent<E> event,
      Duration timeout,
      @Nullable Decider<S, E, R> decider,
      Judgement.@Nullable Expect<R, Object> expected) {}

  private final OpenConversations<S, E, R> open;
  private final LogLine line;
  private final LongSupplier nanoClock;
  private final ScopeRunners<S, E, R> runners;
  private final long graceNanos;

  /**
   * @param grace how long to wait for the log beyond a submission's timeout
   */
  Conversations(
      ScopeRunner.Surroundings<S, E, R> surroundings, OriginatorSettings settings, Duration grace) {
    this.open = surroundings.open();
    this.line = surroundings.line();
    this.nanoClock = surroundings.nanoClock();
    this.runners = new ScopeRunners<>(surroundings, settings);
    this.graceNanos = grace.toNanos();
  }

  /**
   * Starts an originator.
   *
   * @param actorName of its actor
   */
  static <S, E, R> Conversations<S, E, R> start(
      StoreParts<E, R> store,
      String actorName,
      Judging<S, E, R> judging,
      OriginatorSettings settings) {
    StoreSettings<E, R> storeSettings = store.settings();
    OpenConversations<S, E, R> open =
        new OpenConversations<>(
            storeSettings.timeoutReason(),
            store.tasks(),
            new ValidationTasks(store.system().dispatcher()),
            storeSettings.nanoClock());
    ActorRef actor = store.system().actorOf(OriginatorActor.props(open), actorName);
    return new Conversations<>(
        new ScopeRunner.Surroundings<>(
            judging,
            store.decisions()::sendable,
            open,
            new LogLine(store.receptionist(), actor),
            store.tasks(),
            storeSettings.nanoClock()),
        settings,
        storeSettings.limits().validationTimeout().plus(GRACE));
  }

  /** The actor that is the originator; when it ends, all that is open is given up. */
  ActorRef actor() {
    return line.originator();
  }

  /**
   * Submits events that are judged here.
   *
   * @param timeout how long they may wait for their turn
   * @param decider decides when the log asks; null where the originator decides by itself
   */
  CompletionStage<Result<E, R, Object>> submit(
      ProspectiveEvent<E> event, Duration timeout, @Nullable Decider<S, E, R> decider) {
    return start(new Submission<>(event, timeout, decider, null));
  }

  /** Submits events that nobody judges: the log is expected to end at that sequence number. */
  CompletionStage<Result<E, R, Object>> submitExpecting(
      ProspectiveEvent<E> event, Duration timeout, long sequenceNr) {
    return start(new Submission<>(event, timeout, null, new Judgement.Expect<>(sequenceNr)));
  }

  private CompletionStage<Result<E, R, Object>> start(Submission<S, E, R> submission) {
    ProspectiveEvent<E> event = submission.event();
    if (open.isClosed()) {
      return CompletableFuture.completedFuture(
          new Result.Unavailable<>(event, "the store is closed"));
    }
    ScopeRunner<S, E, R> runner =
        submission.expected() == null ? runners.use(event.scopeId()) : null;
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
    Judgement.Expect<R, Object> expected = submission.expected();
    ScopeRunner<S, E, R> runner = conversation.runner();
    if (runner != null) {
      runner.submit(conversation);
    } else if (expected != null && conversation.send()) {
      line.submit(submission.event(), submission.timeout(), expected);
    }
  }

  /** How many submissions have no result yet. */
  int openSubmissions() {
    return open.size();
  }

  /** Of how many scopes a state is kept. */
  int keptStates() {
    return runners.size();
  }

  /** About how many bytes of memory these states take. */
  long keptBytes() {
    return runners.weightBytes();
  }
}
