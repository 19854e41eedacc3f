package io.atomicstore.client;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.originator.OriginatorSettings;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetResultRequest;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.ListLiveScopesRequest;
import io.atomicstore.protocol.ListLiveScopesResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client of a server of event logs, one log for each scope, in which an event is stored only if
 * its originator says yes to it on exactly the events that precede it.
 *
 * <pre>{@code
 * try (AtomicStoreClient client = AtomicStoreClient.builder("localhost:7700").start()) {
 *   Originator<String, String, String> bids =
 *       client.originator(EventFormat.text("bid-placed"), new HighestBid());
 *   Result<String, String, String> result =
 *       bids.blocking().storeIfValid(new ScopeId("lot-17"), "120");
 * }
 * }</pre>
 *
 * <p>It connects in the background, and again whenever the connection breaks. To be made once and
 * kept. Usable from any thread. What it calls of the application, and what depends on its results,
 * runs on its executor: see {@link AtomicStoreClientBuilder#executor}.
 */
public final class AtomicStoreClient implements AutoCloseable {

  private final ClientLife life;
  private final Originators originators;
  private final Reads reads;

  AtomicStoreClient(ClientLife life) {
    this.life = life;
    this.originators = life.originators();
    this.reads = life.reads();
  }

  /**
   * Starts to describe a client.
   *
   * @param address of the server, as {@code host:port}
   */
  public static AtomicStoreClientBuilder builder(String address) {
    return new AtomicStoreClientBuilder(address);
  }

  /**
   * An originator of events of that format that judges by {@code validator}; reasons and metas are
   * texts. With {@link OriginatorSettings#DEFAULT}.
   */
  public <S, E> Originator<E, String, String> originator(
      EventFormat<E> format, FoldValidator<S, E, String, String> validator) {
    return originator(Formats.of(format), validator, OriginatorSettings.DEFAULT);
  }

  /**
   * An originator that judges by {@code validator}. To be made once and kept.
   *
   * @throws IllegalStateException if the client is closed
   */
  public <S, E, R, M> Originator<E, R, M> originator(
      Formats<E, R, M> formats, FoldValidator<S, E, R, M> validator, OriginatorSettings settings) {
    return originators.judging(formats, validator, settings);
  }

  /**
   * An originator that leaves the judgement of its events to whoever {@link #validate validates}
   * for others. To be made once and kept.
   *
   * @throws IllegalStateException if the client is closed
   */
  public <E, R, M> Originator<E, R, M> delegatingOriginator(Formats<E, R, M> formats) {
    return originators.delegating(formats);
  }

  /**
   * Validates, from now on, events that others delegate. It keeps the folded states of the scopes
   * it used most recently, as an originator does.
   *
   * @param scopePrefixes those of scopes that begin with one of these; an empty text is all
   * @throws IllegalStateException if the client is closed
   */
  public <S, E, R, M> DelegatedValidator validate(
      Formats<E, R, M> formats, FoldValidator<S, E, R, M> validator, List<String> scopePrefixes) {
    if (scopePrefixes.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at least one prefix of scopes to validate for, found none");
    }
    return originators.validating(formats, validator, scopePrefixes);
  }

  /** The durable events of a scope, from the first to the last. */
  public <E> Flow.Publisher<StoredEvent<E>> events(EventFormat<E> format, ScopeId scopeId) {
    return events(format, scopeId, EventRange.all());
  }

  /**
   * The durable events of a scope, as they are when a subscriber begins to read, as far as they are
   * in that range. Read page by page, as the subscriber requests them.
   *
   * <p>Reading goes on where it was when the connection breaks. It fails with a {@link
   * StoreUnavailableException} when that has not succeeded for as long as a submission may take,
   * with a {@link RequestRefusedException} if the server refuses, and with an {@link
   * UnreadableException} if the format can't read an event.
   */
  public <E> Flow.Publisher<StoredEvent<E>> events(
      EventFormat<E> format, ScopeId scopeId, EventRange range) {
    return new ReadPublisher<>(reads, () -> new QueryPlan<>(format, scopeId, range));
  }

  /**
   * The same for a thread that waits for the events, which is none of the client's executor. To be
   * closed; a few hundred events are held ahead. The thread gets what {@link #events(EventFormat,
   * ScopeId, EventRange)} fails with, and an {@link IllegalStateException} if it is interrupted.
   */
  public <E> Stream<StoredEvent<E>> readEvents(
      EventFormat<E> format, ScopeId scopeId, EventRange range) {
    return BlockingEvents.stream(events(format, scopeId, range));
  }

  /**
   * The durable events of a scope that follow, then each new one at once, in order and without a
   * gap. It completes behind the last event of a sealed log, and else goes on, however often the
   * connection breaks. A subscriber that is slow, or stops, costs the log nothing.
   *
   * <p>It fails with a {@link RequestRefusedException} if the server refuses, with an {@link
   * UnreadableException} if the format can't read an event, and with a {@link
   * StoreUnavailableException} once the client is closed.
   *
   * @param afterSequenceNr of the last event that the reader has; 0 is none
   */
  public <E> Flow.Publisher<StoredEvent<E>> subscribe(
      EventFormat<E> format, ScopeId scopeId, long afterSequenceNr) {
    SequenceNr.ofEnd(afterSequenceNr);
    return new ReadPublisher<>(reads, () -> new ScopePlan<>(format, scopeId, afterSequenceNr));
  }

  /**
   * The durable events of all scopes that begin with {@code scopePrefix}, then each new one. Events
   * of one scope come in order; those of different scopes in the order of the journal; each at
   * least once. It fails as {@link #subscribe} does.
   *
   * @param scopePrefix an empty text is all scopes
   * @param afterToken of the last event that the reader has handled; empty is from the first event
   */
  public <E> Flow.Publisher<SubscribedEvent<E>> subscribeAll(
      EventFormat<E> format, String scopePrefix, String afterToken) {
    return new ReadPublisher<>(reads, () -> new AllScopesPlan<>(format, scopePrefix, afterToken));
  }

  /**
   * What is known of the submission of that id.
   *
   * @return fails as {@link #events(EventFormat, ScopeId, EventRange)} does
   */
  public <E, R, M> CompletionStage<RecordedResult<R, M>> result(
      Formats<E, R, M> formats, ScopeId scopeId, EventId eventId) {
    GetResultRequest request =
        GetResultRequest.newBuilder()
            .setScopeId(scopeId.value())
            .setEventId(eventId.toString())
            .build();
    return reads
        .<GetResultResponse>ask((stub, observer) -> stub.getResult(request, observer))
        .thenApply(new ResultMapper<>(formats)::recorded);
  }

  /**
   * Where the log of a scope ends.
   *
   * @return fails as {@link #events(EventFormat, ScopeId, EventRange)} does
   */
  public CompletionStage<LogEnd> logEnd(ScopeId scopeId) {
    GetLogEndRequest request = GetLogEndRequest.newBuilder().setScopeId(scopeId.value()).build();
    return reads
        .<io.atomicstore.protocol.GetLogEndResponse>ask(
            (stub, observer) -> stub.getLogEnd(request, observer))
        .thenApply(end -> new LogEnd(scopeId, end.getSequenceNr(), end.getIsSealed()));
  }

  /**
   * The scopes that begin with {@code prefix} and have an event, in the order of their bytes, for a
   * thread that waits for them. Read page by page; fails as {@link #readEvents} does.
   */
  public Stream<ScopeId> readScopes(String prefix) {
    return ScopePages.stream(reads, prefix);
  }

  /**
   * The scopes whose logs are in memory.
   *
   * @return fails as {@link #events(EventFormat, ScopeId, EventRange)} does
   */
  public CompletionStage<Set<ScopeId>> liveScopes() {
    return reads
        .<ListLiveScopesResponse>ask(
            (stub, observer) ->
                stub.listLiveScopes(ListLiveScopesRequest.getDefaultInstance(), observer))
        .thenApply(
            response ->
                response.getScopeIdsList().stream()
                    .map(ScopeId::new)
                    .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Ends the client, and blocks until it has ended: nothing more is submitted, what has no result
   * gets {@link AtomicStoreClientBuilder#closingTimeout some time} to get one, and is answered then
   * as {@link io.atomicstore.core.Result.Unknown} or {@link
   * io.atomicstore.core.Result.Unavailable}. What is being read fails. Not to be called by what the
   * client calls.
   */
  @Override
  public void close() {
    life.end();
  }
}
