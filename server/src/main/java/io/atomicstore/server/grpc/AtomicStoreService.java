package io.atomicstore.server.grpc;

import com.google.protobuf.MessageLite;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetLogEndResponse;
import io.atomicstore.protocol.GetResultRequest;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.ListLiveScopesRequest;
import io.atomicstore.protocol.ListLiveScopesResponse;
import io.atomicstore.protocol.ListScopesRequest;
import io.atomicstore.protocol.ListScopesResponse;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.conversation.RecordedResultWriter;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.PermittedScopes;
import io.atomicstore.server.security.Verb;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.stream.javadsl.Source;

/** The node's service for originators and readers. Its methods run on the transport's threads. */
final class AtomicStoreService extends AtomicStoreGrpc.AtomicStoreImplBase {

  private static final Status STOPPING = Status.UNAVAILABLE.withDescription("the node is stopping");

  private static final int SCOPES_MAX_DEFAULT = 1_000;
  private static final int SCOPES_MAX = 10_000;

  private final AtomicStore<Event, String> store;
  private final EventStreams events;
  private final OriginateCalls originateCalls;
  private final Set<StreamedResponse<SubscribeResponse>> subscriptions =
      ConcurrentHashMap.newKeySet();
  private volatile boolean isStopping;

  AtomicStoreService(AtomicStore<Event, String> store, OriginateCalls originateCalls) {
    this.store = store;
    this.events = new EventStreams(store);
    this.originateCalls = originateCalls;
  }

  @Override
  public StreamObserver<AtomicStoreMessage> originate(
      StreamObserver<AtomicStoreMessage> responses) {
    var call = (ServerCallStreamObserver<AtomicStoreMessage>) responses;
    return originateCalls.begin(
        new GrpcPeer(call, originateCalls.limits()), AccessInterceptor.access());
  }

  @Override
  public void queryEvents(QueryEvents query, StreamObserver<QueryEventsResponse> responses) {
    stream(
        new StreamedResponse<>(
            (ServerCallStreamObserver<QueryEventsResponse>) responses, ended -> {}),
        () -> {
          Permits.to(Verb.READ, query.getScopeId());
          return events.events(query);
        });
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> responses) {
    var response =
        new StreamedResponse<>(
            (ServerCallStreamObserver<SubscribeResponse>) responses, subscriptions::remove);
    subscriptions.add(response);
    stream(
        response,
        () -> {
          if (request.hasScope()) {
            Permits.to(Verb.READ, request.getScope().getScopeId());
          }
          Permits.to(Verb.READ);
          return events.subscribed(request, AccessInterceptor.access());
        });
    if (isStopping) {
      response.end(STOPPING);
    }
  }

  /** Ends subscriptions, which would never end by themselves: their readers go on elsewhere. */
  void stop() {
    isStopping = true;
    subscriptions.forEach(subscription -> subscription.end(STOPPING));
  }

  private <T extends MessageLite> void stream(
      StreamedResponse<T> response, Supplier<Source<T, ?>> source) {
    try {
      store.toPublisher(source.get()).subscribe(response);
    } catch (RuntimeException e) {
      response.onError(e);
    }
  }

  @Override
  public void getLogEnd(GetLogEndRequest request, StreamObserver<GetLogEndResponse> responses) {
    Answers.give(
        responses,
        () ->
            store
                .logEnd(Permits.to(Verb.READ, request.getScopeId()))
                .thenApply(
                    end ->
                        GetLogEndResponse.newBuilder()
                            .setSequenceNr(end.sequenceNr())
                            .setIsSealed(end.isSealed())
                            .build()));
  }

  @Override
  public void getResult(GetResultRequest request, StreamObserver<GetResultResponse> responses) {
    Answers.give(
        responses,
        () ->
            store
                .result(
                    Permits.to(Verb.ORIGINATE, request.getScopeId()),
                    EventId.parse(request.getEventId()))
                .thenApply(RecordedResultWriter::written));
  }

  @Override
  public void listScopes(ListScopesRequest request, StreamObserver<ListScopesResponse> responses) {
    Answers.give(
        responses,
        () -> {
          Permits.to(Verb.READ);
          int scopesMax = scopesMax(request);
          List<String> prefixes =
              AccessInterceptor.access().prefixesWithin(Verb.READ, request.getPrefix());
          return PermittedScopes.page(store::scopes, prefixes, request.getAfterScopeId(), scopesMax)
              .thenApply(
                  page ->
                      ListScopesResponse.newBuilder()
                          .addAllScopeIds(page.scopeIds().stream().map(ScopeId::value).toList())
                          .setHasMore(page.hasMore())
                          .build());
        });
  }

  private static int scopesMax(ListScopesRequest request) {
    int max = request.getScopesMax();
    if (max < 0 || max > SCOPES_MAX) {
      throw new IllegalArgumentException(
          "scopes_max must be 0 to " + SCOPES_MAX + ", found " + max);
    }
    return max == 0 ? SCOPES_MAX_DEFAULT : max;
  }

  @Override
  public void listLiveScopes(
      ListLiveScopesRequest request, StreamObserver<ListLiveScopesResponse> responses) {
    Answers.give(
        responses,
        () -> {
          Permits.to(Verb.READ);
          Access access = AccessInterceptor.access();
          return store.liveScopes().thenApply(scopes -> shown(scopes, access));
        });
  }

  private static ListLiveScopesResponse shown(Set<ScopeId> scopes, Access access) {
    ListLiveScopesResponse.Builder response = ListLiveScopesResponse.newBuilder();
    scopes.stream()
        .filter(scopeId -> access.permits(Verb.READ, scopeId))
        .map(ScopeId::value)
        .sorted()
        .forEach(response::addScopeIds);
    return response.build();
  }
}
