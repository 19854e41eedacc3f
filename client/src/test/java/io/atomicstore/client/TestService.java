package io.atomicstore.client;

import io.atomicstore.core.EventId;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.GetResultRequest;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.ListLiveScopesRequest;
import io.atomicstore.protocol.ListLiveScopesResponse;
import io.atomicstore.protocol.ListScopesRequest;
import io.atomicstore.protocol.ListScopesResponse;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.atomicstore.protocol.ResponseTooLate;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the test's server does with calls: everything on its one thread. */
final class TestService extends AtomicStoreGrpc.AtomicStoreImplBase {

  private final TestServer server;

  TestService(TestServer server) {
    this.server = server;
  }

  @Override
  public StreamObserver<AtomicStoreMessage> originate(
      StreamObserver<AtomicStoreMessage> responses) {
    var call = (ServerCallStreamObserver<AtomicStoreMessage>) responses;
    TestPeer peer = new TestPeer(call, server::sends);
    call.setOnCancelHandler(() -> leave(peer));
    server.run(() -> server.add(peer));
    return new StreamObserver<>() {
      @Override
      public void onNext(AtomicStoreMessage message) {
        server.run(
            () -> {
              if (!peer.isGone() && server.takes(message)) {
                take(peer, message);
              }
            });
      }

      @Override
      public void onError(Throwable failure) {
        leave(peer);
      }

      @Override
      public void onCompleted() {
        leave(peer);
      }
    };
  }

  private void leave(TestPeer peer) {
    server.run(
        () -> {
          peer.gone();
          server.drop(peer);
        });
  }

  private void take(TestPeer peer, AtomicStoreMessage message) {
    switch (message.getTypeCase()) {
      case HELLO -> {
        peer.hello(message.getHello());
        peer.send(AtomicStoreMessage.newBuilder().setWelcome(server.welcome()).build());
      }
      case STORE_IF_VALID ->
          server
              .logOf(message.getStoreIfValid().getScopeId())
              .submit(message.getStoreIfValid(), peer);
      case VALIDATION_RESPONSE -> respond(peer, message.getValidationResponse());
      case GET_PAST_EVENTS -> show(peer, message.getGetPastEvents());
      case HEARTBEAT -> server.beat();
      default -> throw new AssertionError("found " + message);
    }
  }

  private void respond(TestPeer peer, ValidationResponse response) {
    TestLog log = server.logOf(response.getScopeId());
    ValidationToken token = token(response.getToken());
    if (log.isOutstanding(token)) {
      log.respond(token, TestMessages.decision(response));
    } else {
      tooLate(peer, response.getScopeId(), response.getToken());
    }
  }

  private void show(TestPeer peer, GetPastEvents get) {
    TestLog log = server.logOf(get.getScopeId());
    ValidationToken token = token(get.getToken());
    if (log.isOutstanding(token)) {
      log.show(token, get.getAfterSequenceNr(), peer);
    } else {
      tooLate(peer, get.getScopeId(), get.getToken());
    }
  }

  private static void tooLate(TestPeer peer, String scopeId, String token) {
    peer.send(
        AtomicStoreMessage.newBuilder()
            .setResponseTooLate(ResponseTooLate.newBuilder().setScopeId(scopeId).setToken(token))
            .build());
  }

  private static ValidationToken token(String text) {
    return new ValidationToken(
        Long.parseUnsignedLong(text.substring(0, 16), 16),
        Long.parseUnsignedLong(text.substring(16), 16));
  }

  @Override
  public void queryEvents(QueryEvents query, StreamObserver<QueryEventsResponse> responses) {
    var call = (ServerCallStreamObserver<QueryEventsResponse>) responses;
    TestPages pages = new TestPages(call);
    call.setOnCancelHandler(() -> {});
    call.setOnReadyHandler(() -> server.run(pages::go));
    server.run(
        () -> {
          List<StoredEvent<TestEvent>> all = server.logOf(query.getScopeId()).durableEvents();
          pages.begin(wanted(query, all), all.size());
        });
  }

  private static List<StoredEvent<TestEvent>> wanted(
      QueryEvents query, List<StoredEvent<TestEvent>> all) {
    List<StoredEvent<TestEvent>> wanted = new ArrayList<>(all);
    long from = query.getFromSequenceNr();
    if (query.getIsBackwards()) {
      Collections.reverse(wanted);
      wanted.removeIf(event -> from != 0 && event.sequenceNr() > from);
    } else {
      wanted.removeIf(event -> event.sequenceNr() < from);
    }
    long max = query.getEventsMax();
    return max == 0 || max > wanted.size() ? wanted : wanted.subList(0, (int) max);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> responses) {
    var call = (ServerCallStreamObserver<SubscribeResponse>) responses;
    call.setOnCancelHandler(() -> {});
    server.run(
        () -> {
          if (request.hasScope()) {
            server
                .logOf(request.getScope().getScopeId())
                .read(request.getScope().getAfterSequenceNr(), event -> show(call, event, ""));
          } else {
            subscribeAll(request, call);
          }
        });
  }

  /** A token is how many events there were before. */
  private void subscribeAll(
      SubscribeRequest request, ServerCallStreamObserver<SubscribeResponse> call) {
    String after = request.getAllScopes().getAfterToken();
    server.readAll(
        after.isEmpty() ? 0 : Integer.parseInt(after),
        (event, nr) -> {
          if (event.scopeId().value().startsWith(request.getAllScopes().getScopePrefix())) {
            show(call, event, String.valueOf(nr));
          }
        });
  }

  private static void show(
      ServerCallStreamObserver<SubscribeResponse> call,
      StoredEvent<TestEvent> event,
      String token) {
    if (!call.isCancelled()) {
      call.onNext(
          SubscribeResponse.newBuilder()
              .addEvents(TestMessages.stored(event))
              .setToken(token)
              .build());
      if (event.sealsLog() && token.isEmpty()) {
        call.onCompleted();
      }
    }
  }

  @Override
  public void getLogEnd(
      GetLogEndRequest request,
      StreamObserver<io.atomicstore.protocol.GetLogEndResponse> responses) {
    server.run(
        () -> {
          List<StoredEvent<TestEvent>> events = server.logOf(request.getScopeId()).durableEvents();
          responses.onNext(
              io.atomicstore.protocol.GetLogEndResponse.newBuilder()
                  .setSequenceNr(events.size())
                  .setIsSealed(!events.isEmpty() && events.get(events.size() - 1).sealsLog())
                  .build());
          responses.onCompleted();
        });
  }

  @Override
  public void listScopes(ListScopesRequest request, StreamObserver<ListScopesResponse> responses) {
    server.run(
        () -> {
          List<String> found =
              server.logs().keySet().stream()
                  .map(ScopeId::value)
                  .filter(scope -> scope.startsWith(request.getPrefix()))
                  .filter(scope -> scope.compareTo(request.getAfterScopeId()) > 0)
                  .toList();
          int shown = Math.min(found.size(), TestMessages.PAGE_EVENTS_MAX);
          responses.onNext(
              ListScopesResponse.newBuilder()
                  .addAllScopeIds(found.subList(0, shown))
                  .setHasMore(shown < found.size())
                  .build());
          responses.onCompleted();
        });
  }

  @Override
  public void listLiveScopes(
      ListLiveScopesRequest request, StreamObserver<ListLiveScopesResponse> responses) {
    server.run(
        () -> {
          ListLiveScopesResponse.Builder live = ListLiveScopesResponse.newBuilder();
          server.logs().keySet().forEach(scope -> live.addScopeIds(scope.value()));
          responses.onNext(live.build());
          responses.onCompleted();
        });
  }

  @Override
  public void getResult(GetResultRequest request, StreamObserver<GetResultResponse> responses) {
    server.run(
        () -> {
          RecordedResult<String, Meta> found =
              server.logOf(request.getScopeId()).accepted(EventId.parse(request.getEventId()));
          GetResultResponse.Builder response = GetResultResponse.newBuilder();
          if (found instanceof RecordedResult.Accepted<String, Meta> accepted) {
            response
                .getAcceptedBuilder()
                .setSequenceNr(accepted.sequenceNr())
                .setEventCount(accepted.events());
            Meta meta = accepted.meta();
            if (meta != null) {
              response.setMeta(meta);
            }
          } else {
            response.getNotKnownBuilder();
          }
          responses.onNext(response.build());
          responses.onCompleted();
        });
  }
}
