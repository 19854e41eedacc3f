package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static io.atomicstore.server.grpc.RawOriginator.no;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.protocol.AllScopesSubscription;
import io.atomicstore.protocol.AtomicStoreGrpc.AtomicStoreBlockingStub;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetLogEndResponse;
import io.atomicstore.protocol.GetResultRequest;
import io.atomicstore.protocol.ListLiveScopesRequest;
import io.atomicstore.protocol.ListScopesRequest;
import io.atomicstore.protocol.ListScopesResponse;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.atomicstore.protocol.ScopeSubscription;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.StoredEvent;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadingTest {

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator originator;
  private AtomicStoreBlockingStub reader;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory);
    originator = node.originator();
    reader = node.blocking();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void append(String scope, int from, int to) {
    for (int i = from; i <= to; i++) {
      originator.submit(event(scope, scope + i).setExpected(expected(i - 1)));
      assertThat(originator.result().getWasAccepted()).isTrue();
    }
  }

  private List<String> query(QueryEvents.Builder query) {
    List<String> events = new ArrayList<>();
    Iterator<QueryEventsResponse> pages = reader.queryEvents(query.build());
    while (pages.hasNext()) {
      pages.next().getEventsList().forEach(event -> events.add(text(event)));
    }
    return events;
  }

  private static String text(StoredEvent event) {
    return event.getSequenceNr() + ":" + event.getEvent().toStringUtf8();
  }

  private static QueryEvents.Builder lot() {
    return QueryEvents.newBuilder().setScopeId("lot");
  }

  @Test
  void readsARangeInEitherDirection() {
    append("lot", 1, 5);

    assertThat(query(lot())).containsExactly("1:lot1", "2:lot2", "3:lot3", "4:lot4", "5:lot5");
    assertThat(query(lot().setFromSequenceNr(4))).containsExactly("4:lot4", "5:lot5");
    assertThat(query(lot().setFromSequenceNr(2).setEventsMax(2)))
        .containsExactly("2:lot2", "3:lot3");
    assertThat(query(lot().setIsBackwards(true).setEventsMax(2)))
        .containsExactly("5:lot5", "4:lot4");
    assertThat(query(lot().setIsBackwards(true).setFromSequenceNr(2)))
        .containsExactly("2:lot2", "1:lot1");
    assertThat(query(lot().setFromSequenceNr(9))).isEmpty();
    assertThat(query(QueryEvents.newBuilder().setScopeId("nothing"))).isEmpty();
  }

  @Test
  void tellsWhereALogEnds() {
    append("lot", 1, 2);
    assertThat(end("lot")).isEqualTo(GetLogEndResponse.newBuilder().setSequenceNr(2).build());
    originator.store(event("lot", "last").setSealsLog(true));

    assertThat(end("lot"))
        .isEqualTo(GetLogEndResponse.newBuilder().setSequenceNr(3).setIsSealed(true).build());
    assertThat(end("nothing")).isEqualTo(GetLogEndResponse.getDefaultInstance());
  }

  private GetLogEndResponse end(String scope) {
    return reader.getLogEnd(GetLogEndRequest.newBuilder().setScopeId(scope).build());
  }

  @Test
  void followsOneScope() {
    append("lot", 1, 3);
    Iterator<SubscribeResponse> events =
        reader.subscribe(
            SubscribeRequest.newBuilder()
                .setScope(ScopeSubscription.newBuilder().setScopeId("lot").setAfterSequenceNr(1))
                .build());

    List<String> seen = new ArrayList<>(take(events, 2));
    append("lot", 4, 5);
    seen.addAll(take(events, 2));
    originator.store(event("lot", "last").setSealsLog(true));
    seen.addAll(take(events, 1));

    assertThat(seen).containsExactly("2:lot2", "3:lot3", "4:lot4", "5:lot5", "6:last");
    assertThat(events.hasNext()).isFalse();
  }

  private static List<String> take(Iterator<SubscribeResponse> events, int atLeast) {
    List<String> taken = new ArrayList<>();
    while (taken.size() < atLeast) {
      events.next().getEventsList().forEach(event -> taken.add(text(event)));
    }
    return taken;
  }

  @Test
  void followsAllScopesOfAPrefixAndResumes() {
    append("a-1", 1, 2);
    append("b-1", 1, 1);
    append("a-2", 1, 1);

    String token = "";
    List<String> seen = new ArrayList<>();
    Context.CancellableContext first = Context.current().withCancellation();
    Context before = first.attach();
    try {
      Iterator<SubscribeResponse> events = reader.subscribe(all("", "a-"));
      while (seen.size() < 3) {
        SubscribeResponse page = events.next();
        page.getEventsList().forEach(event -> seen.add(text(event)));
        token = page.getToken();
      }
    } finally {
      first.detach(before);
      first.cancel(null);
    }
    append("a-1", 3, 3);
    List<String> later = take(reader.subscribe(all(token, "a-")), 1);

    assertThat(seen).containsExactly("1:a-11", "2:a-12", "1:a-21");
    assertThat(later).containsExactly("3:a-13");
  }

  private static SubscribeRequest all(String token, String prefix) {
    return SubscribeRequest.newBuilder()
        .setAllScopes(
            AllScopesSubscription.newBuilder().setAfterToken(token).setScopePrefix(prefix))
        .build();
  }

  @Test
  void tellsSubscribersThatTheNodeStopsAtOnce() {
    append("lot", 1, 1);
    Iterator<SubscribeResponse> events =
        reader.subscribe(
            SubscribeRequest.newBuilder()
                .setScope(ScopeSubscription.newBuilder().setScopeId("lot"))
                .build());
    assertThat(take(events, 1)).containsExactly("1:lot1");

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::stop);

    // Not as behind a sealed log, where there is nothing more to come.
    assertThatThrownBy(events::hasNext)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("UNAVAILABLE: the node is stopping");
    originator.kill();
    stopped.join();
  }

  @Test
  void listsScopes() {
    append("a-1", 1, 1);
    append("b-1", 1, 1);
    append("a-2", 1, 1);

    ListScopesResponse first =
        reader.listScopes(ListScopesRequest.newBuilder().setScopesMax(2).build());
    ListScopesResponse second =
        reader.listScopes(ListScopesRequest.newBuilder().setAfterScopeId("a-2").build());
    ListScopesResponse prefixed =
        reader.listScopes(ListScopesRequest.newBuilder().setPrefix("b").build());

    assertThat(first.getScopeIdsList()).containsExactly("a-1", "a-2");
    assertThat(first.getHasMore()).isTrue();
    assertThat(second.getScopeIdsList()).containsExactly("b-1");
    assertThat(second.getHasMore()).isFalse();
    assertThat(prefixed.getScopeIdsList()).containsExactly("b-1");
    assertThat(reader.listLiveScopes(ListLiveScopesRequest.getDefaultInstance()).getScopeIdsList())
        .containsExactly("a-1", "a-2", "b-1");
  }

  @Test
  void tellsWhatBecameOfSubmissions() {
    StoreIfValid.Builder accepted = event("lot", "accepted");
    StoreIfValid.Builder rejected = event("lot", "rejected");
    StoreIfValid.Builder pending = event("lot", "pending");
    originator.store(accepted);
    originator.submit(rejected);
    originator.respond(no(originator.request(), "too low"));
    originator.result();
    originator.submit(pending);
    originator.request();

    assertThat(result(accepted).getAccepted().getSequenceNr()).isEqualTo(1);
    assertThat(result(rejected).hasRejected()).isTrue();
    assertThat(result(rejected).getReason()).isEqualTo("too low");
    assertThat(result(pending).hasPending()).isTrue();
    assertThat(result(event("lot", "never came")).hasNotKnown()).isTrue();
  }

  private io.atomicstore.protocol.GetResultResponse result(StoreIfValid.Builder submission) {
    return reader.getResult(
        GetResultRequest.newBuilder()
            .setScopeId(submission.getScopeId())
            .setEventId(submission.getEventId())
            .build());
  }

  @Test
  void refusesWhatCantBeRead() {
    assertInvalid(() -> query(QueryEvents.newBuilder()), "scope must be 1 to 255 bytes");
    assertInvalid(() -> query(lot().setFromSequenceNr(-1)), "-1");
    assertInvalid(() -> query(lot().setEventsMax(-1)), "-1");
    assertInvalid(() -> end(""), "scope must be 1 to 255 bytes");
    assertInvalid(
        () -> take(reader.subscribe(SubscribeRequest.getDefaultInstance()), 1), "found neither");
    assertInvalid(() -> take(reader.subscribe(all("no token", "")), 1), "token");
    assertInvalid(
        () -> reader.listScopes(ListScopesRequest.newBuilder().setScopesMax(-1).build()), "-1");
    assertInvalid(
        () ->
            reader.getResult(
                GetResultRequest.newBuilder().setScopeId("lot").setEventId("x").build()),
        "event id must be a UUID");
  }

  private static void assertInvalid(Runnable call, String description) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT")
        .hasMessageContaining(description);
  }
}
