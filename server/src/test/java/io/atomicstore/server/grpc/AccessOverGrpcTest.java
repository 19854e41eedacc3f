package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.protocol.AllScopesSubscription;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.BackupRequest;
import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetNodeStatusRequest;
import io.atomicstore.protocol.GetResultRequest;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.ListLiveScopesRequest;
import io.atomicstore.protocol.ListScopesRequest;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.ScopeSubscription;
import io.atomicstore.protocol.StoredEvent;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.VerifyRequest;
import io.atomicstore.server.security.TokenFile;
import io.atomicstore.server.security.TokenRequest;
import io.atomicstore.server.security.Verb;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what over gRPC. */
final class AccessOverGrpcTest {

  private static final String TOKEN_OF_ANOTHER_STORE =
      "ast_000000000000000000000000000000000000000000000000";

  private static final String EVENT_ID = "01900000-0000-7000-8000-000000000001";

  @TempDir private Path directory;
  private TokenFile tokens;
  private NodeUnderTest node;

  @BeforeEach
  void start() {
    Path file = directory.resolve("tokens");
    tokens = TokenFile.at(file);
    String originates =
        tokens
            .create(new TokenRequest("of-the-test", Set.of(Verb.ORIGINATE), List.of(""), null))
            .secret();
    node =
        new NodeUnderTest(
            directory,
            "security.tokens-file = \"" + file + "\"",
            "security.reload-interval = 100ms");
    RawOriginator originator = new RawOriginator(node.connect(originates));
    for (String scope : List.of("a-1", "b-1")) {
      originator.submit(event(scope, "first").setExpected(expected(0)));
      assertThat(originator.result().getWasAccepted()).isTrue();
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String token(String name, Set<Verb> verbs, String... prefixes) {
    return create(new TokenRequest(name, verbs, List.of(prefixes), null));
  }

  /** Returns when the node knows the token. */
  private String create(TokenRequest request) {
    String token = tokens.create(request).secret();
    var store = AtomicStoreGrpc.newBlockingStub(node.connect(token));
    await()
        .until(
            () ->
                code(() -> store.listLiveScopes(ListLiveScopesRequest.getDefaultInstance()))
                    != Status.Code.UNAUTHENTICATED);
    return token;
  }

  /** What a holder of that token is answered by each call, all in scope a-1 or of all scopes. */
  private Map<String, Status.Code> answers(String token) {
    var store = AtomicStoreGrpc.newBlockingStub(node.connect(token));
    var administration = node.administration(token);
    Map<String, Status.Code> codes = new TreeMap<>();
    codes.put(
        "QueryEvents",
        code(() -> store.queryEvents(QueryEvents.newBuilder().setScopeId("a-1").build()).next()));
    codes.put(
        "GetLogEnd",
        code(() -> store.getLogEnd(GetLogEndRequest.newBuilder().setScopeId("a-1").build())));
    codes.put(
        "Subscribe",
        code(
            () ->
                store
                    .subscribe(
                        SubscribeRequest.newBuilder()
                            .setScope(ScopeSubscription.newBuilder().setScopeId("a-1"))
                            .build())
                    .next()));
    codes.put(
        "GetResult",
        code(
            () ->
                store.getResult(
                    GetResultRequest.newBuilder().setScopeId("a-1").setEventId(EVENT_ID).build())));
    codes.put("ListScopes", code(() -> store.listScopes(ListScopesRequest.getDefaultInstance())));
    codes.put(
        "ListLiveScopes",
        code(() -> store.listLiveScopes(ListLiveScopesRequest.getDefaultInstance())));
    codes.put("Originate", originate(token));
    codes.put("Validate", validate(token));
    codes.put(
        "GetNodeStatus",
        code(() -> administration.getNodeStatus(GetNodeStatusRequest.getDefaultInstance())));
    codes.put(
        "Backup",
        code(() -> administration.backup(BackupRequest.newBuilder().setName("backup").build())));
    codes.put(
        "Verify", code(() -> administration.verify(VerifyRequest.getDefaultInstance()).next()));
    return codes;
  }

  private static Status.Code code(Runnable call) {
    try {
      call.run();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private Status.Code originate(String token) {
    RawOriginator originator = new RawOriginator(node.connect(token));
    originator.submit(event("a-1", "next").setExpected(expected(7)));
    AtomicStoreMessage message = originator.nextOrNull();
    if (message == null) {
      return originator.end().getCode();
    }
    return message.getResult().hasConflict() ? Status.Code.OK : Status.Code.PERMISSION_DENIED;
  }

  private Status.Code validate(String token) {
    RawOriginator validator = new RawOriginator(node.connect(token));
    validator.hello(
        Hello.newBuilder().setValidates(DelegatedValidation.newBuilder().addScopePrefixes("a-")));
    AtomicStoreMessage message = validator.nextOrNull();
    return message == null ? validator.end().getCode() : Status.Code.OK;
  }

  private static void assertPermitted(Map<String, Status.Code> answers, String... calls) {
    Set<String> permitted = Set.of(calls);
    assertThat(answers)
        .allSatisfy(
            (call, code) ->
                assertThat(code)
                    .as(call)
                    .isEqualTo(
                        permitted.contains(call) ? Status.Code.OK : Status.Code.PERMISSION_DENIED));
  }

  @Test
  void permitsWhatTheVerbsSayInScopesOfThePrefixes() {
    assertPermitted(
        answers(token("reader", Set.of(Verb.READ), "a-")),
        "QueryEvents",
        "GetLogEnd",
        "Subscribe",
        "ListScopes",
        "ListLiveScopes");
    assertPermitted(
        answers(token("originator", Set.of(Verb.ORIGINATE), "a-")), "Originate", "GetResult");
    assertPermitted(answers(token("validator", Set.of(Verb.VALIDATE), "a-")), "Validate");
    assertPermitted(
        answers(token("operator", Set.of(Verb.ADMINISTER), "")),
        "GetNodeStatus",
        "Backup",
        "Verify");
  }

  @Test
  void permitsNothingInOtherScopes() {
    Set<Verb> all = Set.of(Verb.values());

    // Lists are of the scopes that one may see, and there are none.
    assertPermitted(answers(token("of-others", all, "b-")), "ListScopes", "ListLiveScopes");
  }

  @Test
  void knowsNobodyWithoutAToken() {
    for (String token : List.of("", "nonsense", TOKEN_OF_ANOTHER_STORE)) {
      assertThat(answers(token).values()).containsOnly(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void listsAndFollowsOnlyWhatMayBeRead() {
    var store =
        AtomicStoreGrpc.newBlockingStub(node.connect(token("reader", Set.of(Verb.READ), "b-")));

    Iterator<io.atomicstore.protocol.SubscribeResponse> events =
        store.subscribe(
            SubscribeRequest.newBuilder()
                .setAllScopes(AllScopesSubscription.getDefaultInstance())
                .build());
    List<String> followed = new ArrayList<>();
    while (followed.isEmpty()) {
      events.next().getEventsList().stream().map(StoredEvent::getScopeId).forEach(followed::add);
    }

    assertThat(followed).containsExactly("b-1");
    assertThat(store.listScopes(ListScopesRequest.getDefaultInstance()).getScopeIdsList())
        .containsExactly("b-1");
    assertThat(store.listLiveScopes(ListLiveScopesRequest.getDefaultInstance()).getScopeIdsList())
        .containsExactly("b-1");
  }

  @Test
  void endsAStreamWhoseTokenExpires() {
    Instant soon = Instant.now().plus(Duration.ofSeconds(4));
    String token = create(new TokenRequest("expiring", Set.of(Verb.ORIGINATE), List.of(""), soon));
    RawOriginator originator = new RawOriginator(node.connect(token));
    originator.submit(event("lot", "first").setExpected(expected(0)));
    assertThat(originator.result().getWasAccepted()).isTrue();

    await().until(() -> Instant.now().isAfter(soon));
    originator.submit(event("lot", "second").setExpected(expected(1)));

    Status end = originator.end();
    assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(end.getDescription()).contains("expired");
  }

  @Test
  void endsASubscriptionWhoseTokenIsRevoked() {
    var store =
        AtomicStoreGrpc.newBlockingStub(node.connect(token("reader", Set.of(Verb.READ), "")));
    var events =
        store.subscribe(
            SubscribeRequest.newBuilder()
                .setScope(ScopeSubscription.newBuilder().setScopeId("a-1"))
                .build());
    assertThat(events.next().getEventsCount()).isEqualTo(1);

    tokens.revoke("reader");
    RawOriginator originator =
        new RawOriginator(node.connect(token("writer", Set.of(Verb.ORIGINATE), "")));
    await()
        .until(
            () -> {
              originator.submit(event("a-1", "more").setExpected(expected(0)));
              originator.result();
              return code(
                      () ->
                          store.getLogEnd(GetLogEndRequest.newBuilder().setScopeId("a-1").build()))
                  == Status.Code.UNAUTHENTICATED;
            });
    originator.submit(event("a-1", "second").setExpected(expected(1)));
    assertThat(originator.result().getWasAccepted()).isTrue();

    assertThat(code(events::next)).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void tellsEverybodyWhetherTheNodeIsWell() {
    assertThat(
            HealthGrpc.newBlockingStub(node.connect(""))
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }
}
