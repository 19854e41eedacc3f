package io.atomicstore.engine;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * A store of event logs, one for each scope, in which an event is stored only if its originator
 * says yes to it on exactly the events that precede it.
 *
 * <pre>{@code
 * AtomicStore<Bid, Refusal> store =
 *     AtomicStore.builder(Bid.class, bid -> new ScopeId(bid.lot()), Refusal.TIMED_OUT).start(system);
 *
 * store.storeIfValid(
 *     bid, (prospective, past) -> isHighest(prospective, past)
 *         ? Decision.accept()
 *         : Decision.reject(Refusal.TOO_LOW));
 * }</pre>
 *
 * <p>Usable from any thread. Nothing here blocks but {@link #close}.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 */
public final class AtomicStore<E, R> implements AutoCloseable {

  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);

  /** Beyond its own timeouts a submission gets this long to be written and answered. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** Who ends the logs: this store its receptionist, or the cluster. */
  enum Closing {
    RECEPTIONIST,
    BY_CLUSTER
  }

  private final ActorSystem system;
  private final StoreSettings<E, R> settings;
  private final Scopes<E> scopes;
  private final Duration submissionTimeout;
  private final ActorRef receptionist;
  private final Closing closing;
  private final Conversations<E, R> conversations;
  private final ActorRef originator;

  AtomicStore(
      ActorSystem system,
      StoreSettings<E, R> settings,
      AtomicStoreBuilder.Submissions submissions,
      ActorRef receptionist,
      Closing closing) {
    this.system = system;
    this.settings = settings;
    this.scopes = new Scopes<>(settings);
    this.submissionTimeout = submissions.timeout();
    this.receptionist = receptionist;
    this.closing = closing;
    this.conversations =
        new Conversations<>(receptionist, submissions.executor(), settings.nanoClock());
    this.originator =
        system.actorOf(conversations.originatorProps(), settings.name() + "-originator");
  }

  /**
   * Starts to describe a store.
   *
   * @param eventClass the class of all events; events of other classes are refused
   * @param timeoutReason the reason in results whose validation timed out
   */
  public static <E, R> AtomicStoreBuilder<E, R> builder(
      Class<E> eventClass, Scoped<E> scoped, R timeoutReason) {
    return new AtomicStoreBuilder<>(eventClass, scoped, timeoutReason);
  }

  /** Stores {@code event} if {@code validator} accepts it, under a new event id. */
  public <M> CompletionStage<Result<E, R, M>> storeIfValid(E event, Validator<E, R, M> validator) {
    return storeIfValid(StoreIfValid.of(event), validator);
  }

  /**
   * Stores the event of {@code submission} if {@code validator} accepts it.
   *
   * @return the one result of the submission, completed on the store's executor, or on a thread of
   *     the actor system if the executor does not take it or the log is not heard of. It fails only
   *     if the event's scope can't be told, with the exception that {@link Scoped} threw; nothing
   *     was submitted then.
   */
  public <M> CompletionStage<Result<E, R, M>> storeIfValid(
      StoreIfValid<E> submission, Validator<E, R, M> validator) {
    return storeIfValidAsync(
        submission,
        (prospective, past) ->
            CompletableFuture.completedFuture(validator.validate(prospective, past)));
  }

  /** Stores {@code event} if {@code validator} comes to accept it, under a new event id. */
  public <M> CompletionStage<Result<E, R, M>> storeIfValidAsync(
      E event, AsyncValidator<E, R, M> validator) {
    return storeIfValidAsync(StoreIfValid.of(event), validator);
  }

  /**
   * Stores the event of {@code submission} if {@code validator} comes to accept it.
   *
   * @return as of {@link #storeIfValid(StoreIfValid, Validator)}
   */
  public <M> CompletionStage<Result<E, R, M>> storeIfValidAsync(
      StoreIfValid<E> submission, AsyncValidator<E, R, M> validator) {
    ScopeId scopeId;
    try {
      scopeId = scopes.scopeOfEvent(submission.event());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    String refusal = closing == Closing.BY_CLUSTER ? refusalOf(submission.event()) : null;
    if (refusal != null) {
      return CompletableFuture.completedFuture(
          new Result.Refused<>(
              ProspectiveEvent.of(scopeId, submission.eventId(), submission.event()), refusal));
    }
    Duration timeout = submission.timeout() == null ? submissionTimeout : submission.timeout();
    return conversations.start(
        scopeId,
        submission.withTimeout(timeout),
        validator,
        timeout.plus(settings.limits().validationTimeout()).plus(GRACE),
        originator);
  }

  /**
   * Why the log would refuse an event; null if it would not. On its way to another node such an
   * event is dropped, and nobody hears of it.
   */
  private @Nullable String refusalOf(E event) {
    try {
      int bytes = settings.codec().serializeToStore(event).sizeBytes();
      int bytesMax = settings.limits().eventBytesMax();
      return bytes <= bytesMax
          ? null
          : "the event must be at most " + bytesMax + " bytes, found " + bytes;
    } catch (NotSerializableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * The durable events of a scope when the source is run, in order, from sequence number 1.
   *
   * <p>The source fails with a {@link LogUnavailableException} if the log can't be read.
   */
  public Source<StoredEvent<E>, NotUsed> events(ScopeId scopeId) {
    return Source.lazyCompletionStage(() -> query(scopeId))
        .mapConcat(events -> events)
        .mapMaterializedValue(later -> NotUsed.getInstance());
  }

  @SuppressWarnings("unchecked") // The log holds events of this store's class only.
  private CompletionStage<List<StoredEvent<E>>> query(ScopeId scopeId) {
    return Patterns.ask(receptionist, QueryEvents.ofScope(scopeId), QUERY_TIMEOUT)
        .handle(
            (answer, failure) -> {
              if (answer instanceof QueriedEvents<?> queried) {
                return ((QueriedEvents<E>) queried).events();
              }
              throw new LogUnavailableException(
                  scopeId,
                  answer instanceof QueryRefused refused
                      ? refused.cause()
                      : "no answer came from the log: " + failure);
            });
  }

  /**
   * The scopes whose logs are in memory now, on all nodes. In a cluster over which the logs are
   * spread the stage fails if a node that is up does not answer within 3 seconds.
   */
  public CompletionStage<Set<ScopeId>> liveScopes() {
    return Patterns.ask(receptionist, new GetLiveLogScopes(), QUERY_TIMEOUT)
        .thenApply(answer -> ((LiveLogScopes) answer).scopeIds());
  }

  /**
   * The actor that takes {@link StoreIfValid}, {@link ValidationResponse}, {@link Envelope} and
   * {@link GetLiveLogScopes} from actors of the application.
   */
  public ActorRef receptionist() {
    return receptionist;
  }

  /**
   * Ends the store on this node, and blocks until it has ended: what has begun is finished, what
   * waits is answered. In a cluster the logs are left to Pekko's coordinated shutdown, which hands
   * them over; here only this process's own submissions end.
   *
   * @throws IllegalStateException if the logs do not end within the validation timeout and 15
   *     seconds; they are stopped with the actor system
   */
  @Override
  public void close() {
    if (system.getWhenTerminated().toCompletableFuture().isDone()) {
      return;
    }
    Duration patience = settings.limits().validationTimeout().plus(GRACE);
    try {
      if (closing == Closing.RECEPTIONIST) {
        await(Patterns.gracefulStop(receptionist, patience, new Receptionist.Stop()), patience);
      }
    } finally {
      await(Patterns.gracefulStop(originator, patience), patience);
    }
  }

  private void await(CompletionStage<Boolean> stopped, Duration patience) {
    try {
      stopped.toCompletableFuture().get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException | CompletionException | TimeoutException e) {
      throw new IllegalStateException(
          "store '" + settings.name() + "' has not ended within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while store '" + settings.name() + "' ended", e);
    }
  }
}
