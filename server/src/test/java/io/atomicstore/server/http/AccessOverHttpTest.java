package io.atomicstore.server.http;

import static io.atomicstore.server.http.HttpNode.json;
import static io.atomicstore.server.http.WebSocketOriginator.event;
import static io.atomicstore.server.http.WebSocketOriginator.expected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.TokenFile;
import io.atomicstore.server.security.TokenRequest;
import io.atomicstore.server.security.Verb;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessOverHttpTest {

  private static final String KEY = "01983a3e-7d10-7cc3-98c4-dc0c0c07398f";

  @TempDir private Path directory;
  private TokenFile tokens;
  private AccessControl control;
  private HttpNode node;
  private String everything;
  private String reader;
  private String originator;
  private String validator;

  @BeforeEach
  void start() {
    tokens = TokenFile.at(directory.resolve("tokens"));
    everything = token("everything", Set.of(Verb.values()), "");
    reader = token("reader", Set.of(Verb.READ), "lot-", "лот");
    originator = token("originator", Set.of(Verb.ORIGINATE), "lot-");
    validator = token("validator", Set.of(Verb.VALIDATE), "lot-");
    control = AccessControl.byTokens(directory.resolve("tokens"));
    node = new HttpNode(directory, HttpNode.Settings.DEFAULT.with(control));
    for (String scope : List.of("account", "lot-1", "lot-2", "лот")) {
      assertThat(send(store(scope), everything).statusCode()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String token(String name, Set<Verb> verbs, String... prefixes) {
    return tokens.create(new TokenRequest(name, verbs, List.of(prefixes), null)).secret();
  }

  private HttpRequest.Builder store(String scope) {
    return node.post("/scopes/" + Percent.encode(scope) + "/events", "{}")
        .header("If-Match", "\"0\"");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token) {
    return node.send(request.header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> get(String path, String token) {
    return send(node.request(path), token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/scopes",
        "/live-scopes",
        "/scopes/lot-1",
        "/scopes/lot-1/events",
        "/scopes/lot-1/events/1",
        "/scopes/lot-1/results/" + KEY,
        "/events"
      })
  void wantsATokenForWhateverIsStored(String path) {
    HttpResponse<String> none = node.get(path);
    HttpResponse<String> wrong = get(path, "ast_" + "A".repeat(48));

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"atomic-store\"");
    assertThat(json(none).get("type").asText()).isEqualTo("urn:atomic-store:unauthenticated");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse(""))
        .endsWith("error=\"invalid_token\"");
    assertThat(wrong.body()).doesNotContain("AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthz", "/readyz", "/openapi.json"})
  void tellsAnybodyAboutItself(String path) {
    assertThat(node.get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/scopes/lot-1,reader,200",
    "/scopes/account,reader,403",
    "/scopes/lot-1,originator,403",
    "/scopes/lot-1/events,reader,200",
    "/scopes/account/events,reader,403",
    "/scopes/lot-1/events,validator,403",
    "/scopes/lot-1/events/1,reader,200",
    "/scopes/account/events/1,reader,403",
    "/scopes/lot-1/results/" + KEY + ",originator,404",
    "/scopes/account/results/" + KEY + ",originator,403",
    "/scopes/lot-1/results/" + KEY + ",reader,403",
    "/scopes,originator,403",
    "/live-scopes,validator,403",
    "/events,originator,403"
  })
  void permitsEachVerbInItsScopes(String path, String name, int status) {
    HttpResponse<String> response = get(path, tokenOf(name));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
          .endsWith("error=\"insufficient_scope\"");
    }
  }

  private String tokenOf(String name) {
    return switch (name) {
      case "reader" -> reader;
      case "originator" -> originator;
      default -> validator;
    };
  }

  @Test
  void permitsToStoreInSomeScopes() {
    assertThat(send(store("lot-3"), originator).statusCode()).isEqualTo(201);
    assertThat(send(store("account"), originator).statusCode()).isEqualTo(403);
    assertThat(send(store("lot-3"), reader).statusCode()).isEqualTo(403);
    assertThat(node.send(store("lot-3")).statusCode()).isEqualTo(401);
  }

  @Test
  void listsThePermittedScopesOnly() {
    String first = get("/scopes?limit=2", reader).body();
    String next = json(first).get("next").asText();

    assertThat(first).startsWith("{\"scopes\":[\"lot-1\",\"lot-2\"]");
    assertThat(get(next, reader).body()).isEqualTo("{\"scopes\":[\"лот\"]}\n");
    assertThat(get("/scopes?prefix=acc", reader).body()).isEqualTo("{\"scopes\":[]}\n");
    assertThat(get("/scopes?prefix=lot-2", reader).body()).isEqualTo("{\"scopes\":[\"lot-2\"]}\n");
    assertThat(get("/live-scopes", reader).body()).doesNotContain("account").contains("lot-1");
  }

  @Test
  void showsThePermittedEventsOnly() {
    try (EventReader events =
        new EventReader(
            node, node.request("/events").header("Authorization", "Bearer " + reader))) {
      assertThat(json(events.next().data()).get("scope").asText()).isEqualTo("lot-1");
      assertThat(json(events.next().data()).get("scope").asText()).isEqualTo("lot-2");
      assertThat(json(events.next().data()).get("scope").asText()).isEqualTo("лот");
    }
  }

  @Test
  void endsStreamsOfATokenThatIsRevoked() {
    try (EventReader one =
            new EventReader(
                node,
                node.request("/scopes/lot-1/events").header("Authorization", "Bearer " + reader));
        EventReader all =
            new EventReader(
                node, node.request("/events").header("Authorization", "Bearer " + reader))) {
      one.next();
      all.next();
      all.next();
      all.next();

      tokens.revoke("reader");
      control.reload();
      send(node.post("/scopes/lot-1/events", "{}").header("If-Match", "\"1\""), everything);

      one.expectEnd();
      all.expectEnd();
    }
    assertThat(get("/scopes", reader).statusCode()).isEqualTo(401);
  }

  @Test
  void takesTheTokenOfABrowserInPlaceOfASubprotocol() {
    WebSocketOriginator browser =
        WebSocketOriginator.of(node, "atomic-store", "bearer." + originator);

    browser.submit(event("lot-9", "bid").setExpected(expected(0)));

    assertThat(browser.subprotocol()).isEqualTo("atomic-store");
    assertThat(browser.result().getWasAccepted()).isTrue();
  }

  @Test
  void letsNobodyBeginAConversationWithoutAToken() {
    assertThat(statusOfHandshake()).isEqualTo(401);
    assertThat(statusOfHandshake("atomic-store")).isEqualTo(401);
    assertThat(statusOfHandshake("atomic-store", "bearer." + reader)).isEqualTo(403);
    assertThat(statusOfHandshake("bearer." + originator)).isEqualTo(400);
  }

  private int statusOfHandshake(String... protocols) {
    CompletionException failure =
        catchThrowableOfType(
            CompletionException.class, () -> WebSocketOriginator.of(node, protocols));
    assertThat(failure).hasCauseInstanceOf(WebSocketHandshakeException.class);
    return ((WebSocketHandshakeException) Objects.requireNonNull(failure.getCause()))
        .getResponse()
        .statusCode();
  }

  @Test
  void refusesSubmissionsInOtherScopesAndGoesOn() {
    WebSocketOriginator conversation =
        WebSocketOriginator.of(node, "atomic-store", "bearer." + originator);

    conversation.submit(event("account", "bid").setExpected(expected(1)));
    Result other = conversation.result();
    conversation.submit(event("lot-9", "bid").setExpected(expected(0)));

    assertThat(other.getRefused().getCause()).contains("does not permit to originate");
    assertThat(conversation.result().getWasAccepted()).isTrue();
  }

  @Test
  void closesOnWhoMayNotValidate() {
    WebSocketOriginator conversation =
        WebSocketOriginator.of(node, "atomic-store", "bearer." + validator);

    conversation.hello(
        Hello.newBuilder().setValidates(DelegatedValidation.newBuilder().addScopePrefixes("")));

    assertThat(conversation.end().code()).isEqualTo(1008);
  }

  @Test
  void closesOnATokenThatIsRevoked() {
    WebSocketOriginator conversation =
        WebSocketOriginator.of(node, "atomic-store", "bearer." + originator);

    tokens.revoke("originator");
    control.reload();
    conversation.submit(event("lot-9", "bid").setExpected(expected(0)));

    assertThat(conversation.end())
        .isEqualTo(new WebSocketOriginator.End(1008, "the access token was revoked"));
  }
}
