package io.atomicstore.server.http;

import static io.atomicstore.server.http.HttpNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomicstore.core.ScopeId;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingTest {

  private static final Pattern NEXT = Pattern.compile("<(.*)>; rel=\"next\"");

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    node = new HttpNode(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void store(String scope, int events) {
    for (int i = 0; i < events; i++) {
      assertThat(node.store(scope, "{\"n\":" + (i + 1) + "}", i).statusCode()).isEqualTo(201);
    }
  }

  private static List<Long> sequenceNrs(JsonNode page) {
    List<Long> numbers = new ArrayList<>();
    page.get("events").forEach(event -> numbers.add(event.get("sequenceNr").asLong()));
    return numbers;
  }

  @Test
  void tellsWhereALogEnds() {
    store("lot", 2);

    HttpResponse<String> some = node.get("/scopes/lot");
    HttpResponse<String> none = node.get("/scopes/other");
    HttpResponse<String> unchanged =
        node.send(node.request("/scopes/lot").header("If-None-Match", "\"1\", W/\"2\""));
    HttpResponse<String> changed =
        node.send(node.request("/scopes/lot").header("If-None-Match", "\"1\""));

    assertThat(some.body())
        .isEqualTo("{\"scope\":\"lot\",\"lastSequenceNr\":2,\"isSealed\":false}\n");
    assertThat(some.headers().firstValue("ETag")).hasValue("\"2\"");
    assertThat(none.headers().firstValue("ETag")).hasValue("\"0\"");
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "100%", "a|b", "лот 17", "%2F", "a+b", "?#&=", "..", "🦀", "a b"})
  void takesScopesOfAnyText(String scope) {
    store(scope, 1);

    HttpResponse<String> event = node.get(Uris.event(new ScopeId(scope), 1));
    JsonNode listed = json(node.get("/scopes?prefix=" + Percent.encode(scope)));

    assertThat(json(event).get("scope").asText()).isEqualTo(scope);
    assertThat(listed.get("scopes").get(0).asText()).isEqualTo(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/scopes/", "/scopes//events", "/scopes/%00", "/scopes/%0A/events"})
  void refusesWhatIsNoScope(String path) {
    HttpResponse<String> response = node.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).startsWith("scope must ");
  }

  @Test
  void refusesAScopeThatIsTooLong() {
    assertThat(node.get("/scopes/" + "%D0%BB".repeat(127)).statusCode()).isEqualTo(200);
    assertThat(node.get("/scopes/" + "%D0%BB".repeat(128)).statusCode()).isEqualTo(400);
  }

  @Test
  void listsScopesPageByPage() {
    List<String> scopes = List.of("a", "b/1", "b/2", "b 3", "лот");
    scopes.forEach(scope -> store(scope, 1));

    List<String> found = new ArrayList<>();
    String path = "/scopes?limit=2";
    while (!path.isEmpty()) {
      HttpResponse<String> page = node.get(path);
      json(page).get("scopes").forEach(scope -> found.add(scope.asText()));
      path = json(page).path("next").asText();
      assertThat(next(page)).isEqualTo(path);
    }

    assertThat(found).containsExactly("a", "b 3", "b/1", "b/2", "лот");
    assertThat(json(node.get("/scopes?prefix=b&after=b%203")).get("scopes").toString())
        .isEqualTo("[\"b/1\",\"b/2\"]");
    assertThat(json(node.get("/live-scopes")).get("scopes")).hasSize(5);
  }

  private static String next(HttpResponse<String> page) {
    Matcher matcher = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
    return matcher.matches() ? matcher.group(1) : "";
  }

  @Test
  void readsALogPageByPage() {
    store("a/b", 7);

    List<Long> forwards = new ArrayList<>();
    for (String path = "/scopes/a%2Fb/events?limit=3"; !path.isEmpty(); ) {
      HttpResponse<String> page = node.get(path);
      forwards.addAll(sequenceNrs(json(page)));
      path = json(page).path("next").asText();
      assertThat(next(page)).isEqualTo(path);
      assertThat(page.headers().firstValue("ETag")).hasValue("\"7\"");
    }
    List<Long> backwards = new ArrayList<>();
    for (String path = "/scopes/a%2Fb/events?limit=3&direction=backwards"; !path.isEmpty(); ) {
      JsonNode page = json(node.get(path));
      backwards.addAll(sequenceNrs(page));
      path = page.path("next").asText();
    }

    assertThat(forwards).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(backwards).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|1,2,3,4,5",
        "?from=4|4,5",
        "?from=5&limit=1|5",
        "?from=6|''",
        "?from=1000000000000|''",
        "?direction=forwards&limit=2|1,2",
        "?direction=backwards&limit=2|5,4",
        "?direction=backwards&from=2|2,1",
        "?direction=backwards&from=100|5,4,3,2,1"
      })
  void readsARange(String query, String expected) {
    store("lot", 5);

    JsonNode page = json(node.get("/scopes/lot/events" + query));
    HttpResponse<String> lines =
        node.send(
            node.request("/scopes/lot/events" + query).header("Accept", "application/x-ndjson"));
    String numbers = String.join(",", sequenceNrs(page).stream().map(String::valueOf).toList());

    assertThat(numbers).isEqualTo(expected);
    assertThat(lines.body().lines().map(line -> json(line).get("sequenceNr").asText()))
        .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
  }

  @Test
  void endsAPageThatIsLargeEnough() {
    for (int i = 0; i < 15; i++) {
      node.store("lot", "\"" + "x".repeat(99_000) + "\"", i);
    }

    JsonNode page = json(node.get("/scopes/lot/events"));

    assertThat(page.get("events").size()).isBetween(10, 12);
    assertThat(page.get("next").asText())
        .isEqualTo("/scopes/lot/events?from=" + (page.get("events").size() + 1) + "&limit=100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/scopes?limit=0",
        "/scopes?limit=10001",
        "/scopes?limit=-1",
        "/scopes?limit=1e3",
        "/scopes?x=1",
        "/scopes?prefix=a&prefix=b",
        "/scopes/lot?x=1",
        "/scopes/lot/events?from=0",
        "/scopes/lot/events?from=99999999999999999999",
        "/scopes/lot/events?limit=0",
        "/scopes/lot/events?limit=1001",
        "/scopes/lot/events?direction=up",
        "/scopes/lot/events?form=1",
        "/scopes/lot/events/0",
        "/scopes/lot/events/one",
        "/scopes/lot/results/one",
        "/live-scopes?x=1",
        "/healthz?x=1",
        "/?x=1",
        "/events?after=nonsense",
        "/scopes/%FF"
      })
  void refusesParametersThatAreAtFault(String path) {
    HttpResponse<String> response = node.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).matches(".*(found|given once).*");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void findsNoEventBehindTheEnd() {
    store("lot", 1);

    assertThat(node.get("/scopes/lot/events/1").statusCode()).isEqualTo(200);
    assertThat(node.get("/scopes/lot/events/2").statusCode()).isEqualTo(404);
    assertThat(node.get("/scope/lot").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/scopes/lot,'GET, HEAD, OPTIONS'",
    "PUT,/scopes/lot/events,'GET, HEAD, OPTIONS, POST'",
    "POST,/scopes,'GET, HEAD, OPTIONS'",
    "POST,/originate,'GET, HEAD, OPTIONS'"
  })
  void namesTheMethodsThatThereAre(String method, String path, String allowed) {
    HttpResponse<String> wrong =
        node.send(node.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> asked =
        node.send(node.request(path).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("Allow")).hasValue(allowed);
  }

  @Test
  void answersHeadWithoutABody() {
    store("lot", 1);

    HttpResponse<String> head =
        node.send(node.request("/scopes/lot").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/scopes/lot/events|*/*|application/json",
        "/scopes/lot/events|application/*;q=0.5, text/*|text/event-stream",
        "/scopes/lot/events|application/x-ndjson;q=0.9, */*;q=0.1|application/x-ndjson",
        "/scopes/lot/events|application/json;q=0, */*|application/x-ndjson",
        "/|text/html,application/xhtml+xml,*/*;q=0.8|text/html; charset=UTF-8",
        "/|*/*|application/json"
      })
  void answersInTheFormThatIsLikedBest(String path, String accept, String expected) {
    HttpResponse<InputStream> response = stream(path, accept);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(expected);
  }

  private HttpResponse<InputStream> stream(String path, String accept) {
    return HttpNode.get(
        node.client()
            .sendAsync(
                node.request(path).header("Accept", accept).build(),
                HttpResponse.BodyHandlers.ofInputStream()));
  }

  @ParameterizedTest
  @CsvSource({
    "/scopes/lot/events,image/png",
    "/scopes/lot/events,application/json;q=0",
    "/scopes/lot/events,application/json;q=x",
    "/scopes,text/html",
    "/events,application/json",
    "/scopes/lot,application/x-ndjson"
  })
  void refusesFormsThatThereAreNot(String path, String accept) {
    HttpResponse<String> response = node.send(node.request(path).header("Accept", accept));

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(json(response).get("type").asText()).isEqualTo("urn:atomic-store:not-acceptable");
  }

  @Test
  void keepsBrowsersFromMakingMoreOfAnswers() {
    for (String path : List.of("/", "/scopes", "/scopes/lot/events", "/nothing")) {
      HttpResponse<String> response = node.get(path);

      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(response.headers().firstValue("Server")).isEmpty();
    }
    assertThat(node.get("/scopes").headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void tellsThatItIsReady() {
    assertThat(node.get("/healthz").body()).isEqualTo("{\"status\":\"healthy\"}\n");
    assertThat(node.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}\n");
  }
}
