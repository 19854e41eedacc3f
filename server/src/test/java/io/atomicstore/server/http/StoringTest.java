package io.atomicstore.server.http;

import static io.atomicstore.server.http.HttpNode.json;
import static io.atomicstore.server.http.WebSocketOriginator.event;
import static io.atomicstore.server.http.WebSocketOriginator.no;
import static io.atomicstore.server.http.WebSocketOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomicstore.core.LogLimits;
import io.atomicstore.protocol.DelegatedValidation;
import io.atomicstore.protocol.Hello;
import io.atomicstore.server.conversation.ConversationSettings.WithoutValidator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoringTest {

  private static final String KEY = "01983a3e-7d10-7cc3-98c4-dc0c0c07398f";
  private static final String EVENTS = "/scopes/lot/events";

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

  private HttpRequest.Builder post(String body) {
    return node.post(EVENTS, body);
  }

  private static String type(HttpResponse<String> response) {
    return json(response).get("type").asText().substring("urn:atomic-store:".length());
  }

  private static String detail(HttpResponse<String> response) {
    return json(response).get("detail").asText();
  }

  @Test
  void storesAnEventWhereTheLogEndsAsExpected() {
    HttpResponse<String> first =
        node.send(post("{\"bid\": 1}").header("If-Match", "\"0\"").header("Idempotency-Key", KEY));
    HttpResponse<String> second = node.store("lot", "{\"bid\": 2}", 1);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(first.headers().firstValue("Location")).hasValue("/scopes/lot/events/1");
    assertThat(json(first).get("eventId").asText()).isEqualTo(KEY);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(json(second).get("sequenceNr").asLong()).isEqualTo(2);
    assertThat(UUID.fromString(json(second).get("eventId").asText()).version()).isEqualTo(7);
  }

  @Test
  void tellsThatTheLogMoved() {
    node.store("lot", "{}", 0);

    HttpResponse<String> moved = node.store("lot", "{}", 0);

    assertThat(moved.statusCode()).isEqualTo(412);
    assertThat(type(moved)).isEqualTo("log-moved");
    assertThat(moved.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(moved.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void asksForACondition() {
    HttpResponse<String> response = node.send(post("{}"));

    assertThat(response.statusCode()).isEqualTo(428);
    assertThat(detail(response)).contains("If-Match: \"0\" for an empty log");
  }

  @Test
  void givesTheFirstResultAgain() {
    node.send(post("{}").header("If-Match", "\"0\"").header("Idempotency-Key", KEY));
    node.store("lot", "{}", 1);

    HttpResponse<String> again =
        node.send(post("{}").header("If-Match", "\"0\"").header("Idempotency-Key", KEY));
    HttpResponse<String> quoted =
        node.send(
            post("{}").header("If-Match", "\"7\"").header("Idempotency-Key", "\"" + KEY + "\""));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("sequenceNr").asLong()).isEqualTo(1);
    assertThat(json(again).get("isDuplicate").asBoolean()).isTrue();
    assertThat(again.headers().firstValue("Location")).hasValue("/scopes/lot/events/1");
    assertThat(quoted.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAnotherEventUnderTheSameKey() {
    node.send(post("{}").header("If-Match", "\"0\"").header("Idempotency-Key", KEY));

    HttpResponse<String> other =
        node.send(post("{\"a\":1}").header("If-Match", "\"1\"").header("Idempotency-Key", KEY));

    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(type(other)).isEqualTo("event-id-taken");
    assertThat(json(other).get("sequenceNr").asLong()).isEqualTo(1);
  }

  @Test
  void sealsALog() {
    HttpResponse<String> last =
        node.send(node.post(EVENTS + "?sealsLog=true", "{}").header("If-Match", "\"0\""));
    HttpResponse<String> more = node.store("lot", "{}", 1);

    assertThat(last.statusCode()).isEqualTo(201);
    assertThat(json(node.get("/scopes/lot")).get("isSealed").asBoolean()).isTrue();
    assertThat(more.statusCode()).isEqualTo(409);
    assertThat(type(more)).isEqualTo("log-sealed");
  }

  @Test
  void keepsWhatIsSaidOfAnEvent() {
    node.send(
        node.request(EVENTS)
            .header("If-Match", "\"0\"")
            .header("Content-Type", "text/plain")
            .header("Event-Type", "note")
            .header("Event-Metadata-Source", "Web")
            .header("event-metadata-trace-id", "7")
            .POST(HttpRequest.BodyPublishers.ofString("Добрый день")));

    JsonNode event = json(node.get(EVENTS + "/1"));

    assertThat(event.get("type").asText()).isEqualTo("note");
    assertThat(event.get("contentType").asText()).startsWith("text/plain");
    assertThat(event.at("/metadata/source").asText()).isEqualTo("Web");
    assertThat(event.at("/metadata/trace-id").asText()).isEqualTo("7");
    assertThat(event.get("data").asText()).isEqualTo("Добрый день");
  }

  @Test
  void storesSeveralEventsTogether() {
    HttpResponse<String> response =
        node.send(
            several(
                """
                {"events": [
                  {"type": "a", "data": {"n": 1.10}, "metadata": {"k": "v"}},
                  {"contentType": "text/plain", "data": "text"},
                  {"contentType": "image/png", "dataBase64": "iVBORw=="},
                  {"data": "text", "contentType": "application/vnd.x+json"}]}
                """));
    HttpResponse<String> page = node.get(EVENTS);
    JsonNode events = json(page).get("events");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("lastSequenceNr").asLong()).isEqualTo(4);
    assertThat(page.body()).contains("\"data\":{\"n\":1.10}");
    assertThat(events.get(0).get("contentType").asText()).isEqualTo("application/json");
    assertThat(events.get(0).at("/metadata/k").asText()).isEqualTo("v");
    assertThat(events.get(1).get("data").asText()).isEqualTo("text");
    assertThat(events.get(2).get("dataBase64").asText()).isEqualTo("iVBORw==");
    assertThat(events.get(3).get("data").asText()).isEqualTo("text");
    assertThat(events.get(3).get("eventId")).isEqualTo(events.get(0).get("eventId"));
  }

  private HttpRequest.Builder several(String document) {
    return node.request(EVENTS)
        .header("If-Match", "\"0\"")
        .header("Content-Type", "application/vnd.atomic-store.events+json")
        .POST(HttpRequest.BodyPublishers.ofString(document));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "nonsense",
        "{\"events\": []}",
        "{\"events\": {}}",
        "{\"events\": [1]}",
        "{\"events\": [{}]}",
        "{\"events\": [{\"data\": 1}], \"more\": 1}",
        "{\"events\": [{\"data\": 1}]} {}",
        "{\"events\": [{\"data\": 1, \"sequenceNr\": 1}]}",
        "{\"events\": [{\"data\": 1, \"dataBase64\": \"\"}]}",
        "{\"events\": [{\"type\": 1, \"data\": 1}]}",
        "{\"events\": [{\"type\": \"\\ud800\", \"data\": 1}]}",
        "{\"events\": [{\"metadata\": [], \"data\": 1}]}",
        "{\"events\": [{\"metadata\": {\"a\": 1}, \"data\": 1}]}",
        "{\"events\": [{\"dataBase64\": \"?\"}]}",
        "{\"events\": [{\"contentType\": \"image/png\", \"data\": \"a\"}]}",
        "{\"events\": [{\"contentType\": \"text/plain\", \"data\": 1}]}"
      })
  void refusesDocumentsThatAreAtFault(String document) {
    HttpResponse<String> response = node.send(several(document));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(detail(response)).contains("expected", "found");
    assertThat(json(node.get("/scopes/lot")).get("lastSequenceNr").asLong()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Match|7",
        "If-Match|*",
        "If-Match|W/\"0\"",
        "If-Match|\"0\", \"1\"",
        "If-Match|\"-1\"",
        "Idempotency-Key|key",
        "Idempotency-Key|00000000-0000-0000-0000-000000000000",
        "Event-Metadata-|x"
      })
  void refusesHeadersThatAreAtFault(String name, String value) {
    HttpRequest.Builder request = post("{}").header(name, value);
    if (!name.equals("If-Match")) {
      request.header("If-Match", "\"0\"");
    }

    HttpResponse<String> response = node.send(request);

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?validation=other",
        "?validation=delegated",
        "?sealsLog=yes",
        "?timeoutMillis=0",
        "?timeoutMillis=600001",
        "?timeoutMillis=a",
        "?ifMatch=0",
        "?sealsLog=true&sealsLog=true"
      })
  void refusesParametersThatAreAtFault(String query) {
    HttpResponse<String> response =
        node.send(node.post(EVENTS + query, "{}").header("If-Match", "\"0\""));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(type(response)).isEqualTo("bad-request");
  }

  @Test
  void namesUnknownParameters() {
    HttpResponse<String> response =
        node.send(node.post(EVENTS + "?seals=true&b=1", "{}").header("If-Match", "\"0\""));

    assertThat(detail(response)).contains("[b, seals]", "[sealsLog, timeoutMillis, validation]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
  void refusesForms(String contentType) {
    HttpResponse<String> response =
        node.send(
            node.request(EVENTS)
                .header("If-Match", "\"0\"")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("a=b")));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(detail(response)).contains("curl --json");
  }

  @Test
  void refusesWhatIsTooLarge() {
    String large = "\"" + "x".repeat(HttpNode.LIMITS.eventBytesMax()) + "\"";

    HttpResponse<String> body = node.store("lot", large, 0);
    HttpResponse<String> chunked =
        node.send(
            node.request(EVENTS)
                .header("If-Match", "\"0\"")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(large))));
    HttpResponse<String> header =
        node.send(post("{}").header("If-Match", "\"0\"").header("Event-Type", "x".repeat(2_001)));
    HttpResponse<String> one = node.send(several("{\"events\": [{\"data\": " + large + "}]}"));
    HttpResponse<String> many =
        node.send(several("{\"events\": [" + "{\"data\": 1},".repeat(100) + "{\"data\": 1}]}"));

    assertThat(body.statusCode()).isEqualTo(413);
    assertThat(detail(body)).contains("100000").contains("100002");
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(header.statusCode()).isEqualTo(413);
    assertThat(one.statusCode()).isEqualTo(413);
    assertThat(many.statusCode()).isEqualTo(413);
    assertThat(json(node.get("/scopes/lot")).get("lastSequenceNr").asLong()).isZero();
  }

  @Test
  void refusesWhatTheLogCannotTake() {
    node.close();
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(LogLimits.DEFAULT.withBytesMax(10_000, 10_000)));

    HttpResponse<String> response = node.store("lot", "\"" + "x".repeat(20_000) + "\"", 0);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(type(response)).isEqualTo("refused");
  }

  private WebSocketOriginator validator() {
    WebSocketOriginator validator = WebSocketOriginator.of(node);
    validator.hello(
        Hello.newBuilder().setValidates(DelegatedValidation.newBuilder().addScopePrefixes("")));
    assertThat(validator.next().hasWelcome()).isTrue();
    return validator;
  }

  private CompletableFuture<HttpResponse<String>> delegated(String body) {
    return node.client()
        .sendAsync(
            node.post(EVENTS + "?validation=delegated", body)
                .header("Idempotency-Key", KEY)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void asksValidators() {
    WebSocketOriginator validator = validator();

    CompletableFuture<HttpResponse<String>> accepted = delegated("{}");
    validator.respond(yes(validator.request()));

    assertThat(HttpNode.get(accepted).statusCode()).isEqualTo(201);
    assertThat(json(HttpNode.get(accepted)).get("eventId").asText()).isEqualTo(KEY);
  }

  @Test
  void tellsTheNoOfAValidator() {
    WebSocketOriginator validator = validator();

    CompletableFuture<HttpResponse<String>> rejected = delegated("{}");
    validator.respond(no(validator.request(), "too low"));
    HttpResponse<String> response = HttpNode.get(rejected);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(type(response)).isEqualTo("rejected");
    assertThat(json(response).get("reason").asText()).isEqualTo("too low");
  }

  @Test
  void tellsThatNobodyValidatedInTime() {
    HttpResponse<String> response =
        node.send(node.post(EVENTS + "?validation=delegated&timeoutMillis=100", "{}"));

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(type(response)).isEqualTo("timed-out");
  }

  @Test
  void tellsAtOnceThatNobodyValidatesIfSetSo() {
    node.close();
    node = new HttpNode(directory, HttpNode.Settings.DEFAULT.with(WithoutValidator.REFUSE));

    HttpResponse<String> response = node.send(node.post(EVENTS + "?validation=delegated", "{}"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void tellsThatTooManyWait() {
    node.close();
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(
                LogLimits.DEFAULT.withWaitingEventsMax(1).withSubmissionEventsMax(1)));
    WebSocketOriginator holder = WebSocketOriginator.of(node);
    holder.submit(event("lot", "held"));
    holder.request();

    HttpResponse<String> response = node.store("lot", "{}", 0);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(type(response)).isEqualTo("overloaded");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void tellsThatTheTurnDidNotComeInTime() {
    WebSocketOriginator holder = WebSocketOriginator.of(node);
    holder.submit(event("lot", "held"));
    var request = holder.request();

    CompletableFuture<HttpResponse<String>> waiting =
        node.client()
            .sendAsync(
                node.post(EVENTS + "?timeoutMillis=1", "{}")
                    .header("If-Match", "\"0\"")
                    .header("Idempotency-Key", KEY)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    await().until(() -> node.get("/scopes/lot/results/" + KEY).body().contains("\"pending\""));
    long arrivedNanos = System.nanoTime();
    await().until(() -> System.nanoTime() - arrivedNanos > TimeUnit.MILLISECONDS.toNanos(1));
    holder.respond(no(request, "over"));

    assertThat(HttpNode.get(waiting).statusCode()).isEqualTo(504);
  }

  @Test
  void tellsWhatBecameOfASubmission() {
    WebSocketOriginator validator = validator();
    CompletableFuture<HttpResponse<String>> rejected = delegated("{}");
    var request = validator.request();

    JsonNode pending = json(node.get("/scopes/lot/results/" + KEY));
    validator.respond(no(request, "too low"));
    HttpNode.get(rejected);
    JsonNode known = json(node.get("/scopes/lot/results/" + KEY));
    node.send(
        several("{\"events\": [{\"data\": 1}, {\"data\": 2}]}")
            .header("Idempotency-Key", "01983a3e-7d10-7cc3-98c4-dc0c0c073990"));
    JsonNode accepted = json(node.get("/scopes/lot/results/01983a3e-7d10-7cc3-98c4-dc0c0c073990"));

    assertThat(pending.get("outcome").asText()).isEqualTo("pending");
    assertThat(known.get("outcome").asText()).isEqualTo("rejected");
    assertThat(known.get("reason").asText()).isEqualTo("too low");
    assertThat(accepted.get("outcome").asText()).isEqualTo("accepted");
    assertThat(accepted.get("lastSequenceNr").asLong()).isEqualTo(2);
    assertThat(node.get("/scopes/lot/results/none").statusCode()).isEqualTo(400);
  }
}
