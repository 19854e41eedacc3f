package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.OriginatorSettings;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

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
 * <p>Who judges by a state folded from the events, rather than by a list of them all, makes an
 * {@link #originator}: it keeps the state, and asks the log only when another was quicker.
 *
 * <p>Usable from any thread. Nothing here blocks but {@link #close}.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 */
public final class AtomicStore<E, R> implements AutoCloseable {

  /** Who ends the logs: this store its receptionist, or the cluster. */
  enum Closing {
    RECEPTIONIST,
    BY_CLUSTER
  }

  private final StoreParts<E, R> parts;
  private final SubmissionGate<E, R> gate;
  private final StoreOriginators<E, R> originators;
  private final Conversations<EventList<E>, E, R> conversations;
  private final LogReads<E> reads;
  private final StoreClosing closing;

  AtomicStore(
      ActorSystem system,
      StoreSettings<E, R> settings,
      AtomicStoreBuilder.Submissions submissions,
      ActorRef receptionist,
      Closing closing) {
    boolean isBetweenNodes = closing == Closing.BY_CLUSTER;
    this.parts =
        new StoreParts<>(
            system,
            settings,
            receptionist,
            submissions.executor(),
            isBetweenNodes
                ? SendableDecisions.betweenNodes(settings.codec())
                : SendableDecisions.withinProcess());
    this.gate = new SubmissionGate<>(settings, submissions.timeout(), isBetweenNodes);
    this.originators = new StoreOriginators<>(parts);
    this.conversations =
        originators.start(
            Conversations.Judging.whenAsked(new EventListFold<>()), OriginatorSettings.DEFAULT);
    this.closing = new StoreClosing(parts, closing, originators);
    this.reads = new LogReads<>(parts, this.closing::hasBegun);
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
   * Stores the events of {@code submission} if {@code validator} accepts them, all or none. Several
   * are validated one after the other, each on those before it too; the first rejection rejects
   * them all, and what is passed on with the last decision is the result's.
   *
   * <p>The store keeps the list of all events of the scopes used most recently, for some 64 MiB of
   * short events; for long logs an {@link #originator} is better.
   *
   * @return the one result of the submission, completed on the store's executor, or on a thread of
   *     the actor system if the executor does not take it or the log is not heard of. It fails only
   *     if nothing was submitted: with the exception that {@link Scoped} threw if the scope of an
   *     event can't be told, and with an {@link IllegalArgumentException} if the events are of
   *     different scopes, or the submission brings a judgement of its own.
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
   * Stores the events of {@code submission} if {@code validator} comes to accept them, all or none.
   *
   * @return as of {@link #storeIfValid(StoreIfValid, Validator)}
   */
  public <M> CompletionStage<Result<E, R, M>> storeIfValidAsync(
      StoreIfValid<E> submission, AsyncValidator<E, R, M> validator) {
    ValidatorDecider<E, R, M> decider = new ValidatorDecider<>(validator);
    return gate.submit(
        submission, (event, timeout) -> conversations.submit(event, timeout, decider));
  }

  /**
   * Stores {@code event}, under a new event id, if its scope's log ends where it is expected to.
   */
  public <M> CompletionStage<Result<E, R, M>> storeIfUnchanged(E event, long expectedSequenceNr) {
    return storeIfUnchanged(StoreIfValid.of(event), expectedSequenceNr);
  }

  /**
   * Stores the events of {@code submission}, all or none, if the log ends where it is expected to
   * when their turn comes. Nobody judges them.
   *
   * @param expectedSequenceNr of the log's last event; 0 expects an empty log
   * @return as of {@link #storeIfValid(StoreIfValid, Validator)}; a {@link Result.Conflict} if the
   *     log ends elsewhere
   */
  public <M> CompletionStage<Result<E, R, M>> storeIfUnchanged(
      StoreIfValid<E> submission, long expectedSequenceNr) {
    SequenceNr.ofEnd(expectedSequenceNr);
    return gate.submit(
        submission,
        (event, timeout) ->
            conversations.submitUnjudged(
                event, timeout, new Judgement.Expect<>(expectedSequenceNr)));
  }

  /** An originator that judges by {@code validator}, with {@link OriginatorSettings#DEFAULT}. */
  public <S, M> Originator<E, R, M> originator(FoldValidator<S, E, R, M> validator) {
    return originator(validator, OriginatorSettings.DEFAULT);
  }

  /** An originator that judges by {@code validator}. To be made once and kept. */
  public <S, M> Originator<E, R, M> originator(
      FoldValidator<S, E, R, M> validator, OriginatorSettings settings) {
    return originators.start(validator, settings, gate);
  }

  /**
   * What is known of the submission of that id.
   *
   * @return fails with a {@link LogUnavailableException} if the log can't tell
   */
  public CompletionStage<RecordedResult<R, Object>> result(ScopeId scopeId, EventId eventId) {
    return reads.result(scopeId, eventId);
  }

  /**
   * Where the log of a scope ends now, as {@link #storeIfUnchanged} expects it.
   *
   * @return fails with a {@link LogUnavailableException} if the log can't tell
   */
  public CompletionStage<LogEnd> logEnd(ScopeId scopeId) {
    return reads.logEnd(scopeId);
  }

  /** The durable events of a scope when the source is run, from the first to the last. */
  public Source<StoredEvent<E>, NotUsed> events(ScopeId scopeId) {
    return events(scopeId, EventRange.all());
  }

  /**
   * The durable events of a scope when the source is run, as far as they are in that range. Read
   * page by page, as the reader takes them.
   *
   * <p>The source fails with a {@link LogUnavailableException} if the log can't be read.
   */
  public Source<StoredEvent<E>, NotUsed> events(ScopeId scopeId, EventRange range) {
    return reads.events(scopeId, range);
  }

  /**
   * The durable events of a scope that follow, then each new one at once, in order and without a
   * gap. It completes behind the last event of a sealed log, and else goes on: while the log can't
   * be read it tries again.
   *
   * <p>A reader that is slow, or stops, costs the log nothing. The source fails with an {@link
   * IllegalStateException} if an event is missing, and with a {@link LogUnavailableException} once
   * the store is closed.
   *
   * @param afterSequenceNr of the last event that the reader has; 0 is none
   */
  public Source<StoredEvent<E>, NotUsed> subscribe(ScopeId scopeId, long afterSequenceNr) {
    return reads.subscribe(scopeId, SequenceNr.ofEnd(afterSequenceNr));
  }

  /**
   * The durable events of all scopes of the store, then each new one. Events of one scope come in
   * order; those of different scopes in the order of the journal.
   *
   * <p>What the read journal fails with, the source fails with. It is not started again by itself:
   * the reader goes on with its last token, and gets no event twice then.
   *
   * @throws IllegalStateException if the store has no read journal that can do this; see the
   *     builder's {@code readJournalPluginId}
   */
  public Source<SubscribedEvent<E>, NotUsed> subscribeAll() {
    return reads.all().source();
  }

  /**
   * The events of {@link #subscribeAll()} behind the one that came with {@code token}.
   *
   * @throws IllegalArgumentException if {@code token} is not one of this store
   * @throws IllegalStateException as {@link #subscribeAll()}
   */
  public Source<SubscribedEvent<E>, NotUsed> subscribeAll(String token) {
    return reads.all().source(token);
  }

  /**
   * The same source for readers that don't use Pekko Streams. It is run anew for each subscriber,
   * as fast as that requests.
   */
  public <T> Flow.Publisher<T> toPublisher(Source<T, ?> source) {
    return new SourcePublisher<>(source, parts.system());
  }

  /**
   * The scopes that have an event, begin with {@code prefix} and lie behind {@code after}, in the
   * order of the bytes of their UTF-8, the first {@code max} of them. What a page costs depends
   * neither on the length of the logs nor on how many there are.
   *
   * @param prefix empty for all scopes
   * @param after the last scope of the page before, or any other text; empty for the first page
   * @param max 1 to 10,000
   * @return fails if the read journal can't be read
   * @throws IllegalArgumentException if {@code max} is out of range, or a text has an unpaired
   *     surrogate
   * @throws IllegalStateException if the store has no read journal that can do this; see the
   *     builder's {@code readJournalPluginId}
   */
  public CompletionStage<ScopesPage> scopes(String prefix, String after, int max) {
    return reads.scopes().page(prefix, after, max);
  }

  /**
   * The scopes whose logs are in memory now, on all nodes. In a cluster over which the logs are
   * spread the stage fails if a node that is up does not answer within 3 seconds.
   */
  public CompletionStage<Set<ScopeId>> liveScopes() {
    return reads.liveScopes();
  }

  /**
   * The actor that takes {@link StoreIfValid}, {@link ValidationResponse}, {@link GetPastEvents},
   * {@link Envelope} and {@link GetLiveLogScopes} from actors of the application.
   */
  public ActorRef receptionist() {
    return parts.receptionist();
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
    closing.close();
  }
}
