package io.atomicstore.server.http;

import static io.atomicstore.server.http.WebSocketOriginator.event;
import static io.atomicstore.server.http.WebSocketOriginator.expected;
import static io.atomicstore.server.http.WebSocketOriginator.no;
import static io.atomicstore.server.http.WebSocketOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginateTest {

  @TempDir private Path directory;
  private HttpNode node;
  private WebSocketOriginator originator;

  @BeforeEach
  void start() {
    node = new HttpNode(directory);
    originator = WebSocketOriginator.of(node, "atomic-store");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void storesWhatIsAccepted() {
    StoreIfValid.Builder submission =
        event("лот/17", "bid").addHeaders(EventHeader.newBuilder().setType("bid-placed"));

    originator.submit(submission);
    ValidationRequest request = originator.request();
    originator.respond(yes(request));
    Result result = originator.result();

    assertThat(originator.subprotocol()).isEqualTo("atomic-store");
    assertThat(request.getProspectiveEventsList()).isEqualTo(submission.getEventsList());
    assertThat(request.getProspectiveHeadersList()).isEqualTo(submission.getHeadersList());
    assertThat(result.getWasAccepted()).isTrue();
    assertThat(result.getAccepted().getSequenceNr()).isEqualTo(1);
    assertThat(result.getScopeId()).isEqualTo("лот/17");
  }

  @Test
  void talksAsABrowserWould() {
    originator.sendText(
        """
        {"storeIfValid": {"scopeId": "lot", "eventId": "01983a3e-7d10-7cc3-98c4-dc0c0c07398f",
          "events": ["YmlkIDE="]}}""");
    JsonNode request = HttpNode.json(originator.nextText()).get("validationRequest");
    originator.sendText(
        "{\"validationResponse\": {\"scopeId\": \"lot\", \"token\": %s, \"validationDidPass\": true}}"
            .formatted(request.get("token")));
    JsonNode result = HttpNode.json(originator.nextText()).get("result");

    assertThat(request.get("prospectiveEvents").get(0).asText()).isEqualTo("YmlkIDE=");
    assertThat(request.get("pastEvents")).isEmpty();
    assertThat(request.get("past").get("sequenceNr").asText()).isEqualTo("0");
    assertThat(result.get("wasAccepted").asBoolean()).isTrue();
    assertThat(result.get("accepted").get("sequenceNr").asText()).isEqualTo("1");
  }

  @Test
  void tellsARejection() {
    originator.submit(event("lot", "bid"));
    originator.respond(no(originator.request(), "too low"));

    Result result = originator.result();

    assertThat(result.hasRejected()).isTrue();
    assertThat(result.getReason()).isEqualTo("too low");
  }

  @Test
  void letsADecisionStandThatWasTakenOnAllOfTheLog() {
    originator.submit(event("lot", "first").setDecided(Decided.newBuilder().setDidPass(true)));

    assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(1);
  }

  @Test
  void asksWhereADecisionWasTakenOnLess() {
    node.store("lot", "{}", 0);

    originator.submit(event("lot", "second").setDecided(Decided.newBuilder().setDidPass(true)));
    ValidationRequest request = originator.request();
    originator.respond(no(request, "too late"));

    assertThat(request.getPastEventsList().get(0).toStringUtf8()).isEqualTo("{}");
    assertThat(originator.result().getReason()).isEqualTo("too late");
  }

  @Test
  void holdsManyConversationsAtOnce() {
    int scopes = 100;
    for (int i = 0; i < scopes; i++) {
      originator.submit(event("lot-" + i, "bid"));
    }
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < 2 * scopes; i++) {
      AtomicStoreMessage message = originator.next();
      if (message.hasValidationRequest()) {
        originator.respond(yes(message.getValidationRequest()));
      } else if (message.getResult().getWasAccepted()) {
        accepted.add(message.getResult().getScopeId());
      }
    }

    assertThat(accepted).hasSize(scopes);
  }

  @Test
  void showsALongPastInPages() {
    String large = "\"" + "x".repeat(60_000) + "\"";
    for (int i = 0; i < 8; i++) {
      node.store("lot", large, i);
    }

    originator.submit(event("lot", "next"));
    ValidationRequest request = originator.request();
    int shown = request.getPastEventsCount();
    while (shown < request.getPast().getSequenceNr()) {
      originator.send(
          AtomicStoreMessage.newBuilder()
              .setGetPastEvents(
                  GetPastEvents.newBuilder()
                      .setScopeId("lot")
                      .setToken(request.getToken())
                      .setAfterSequenceNr(shown))
              .build());
      shown += originator.next().getPastEventsPage().getPastEventsCount();
    }
    originator.respond(yes(request));

    assertThat(shown).isEqualTo(8);
    assertThat(originator.result().getAccepted().getSequenceNr()).isEqualTo(9);
  }

  @Test
  void takesAMessageInPieces() {
    HttpNode.get(originator.socket().sendText("{\"hello\": ", false));
    HttpNode.get(originator.socket().sendText("{\"name\": \"pieces\"}}", true));

    assertThat(originator.next().getWelcome().getServerVersion()).isEqualTo("test");
  }

  @Test
  void closesOnWhatIsNoJson() {
    originator.sendText("{nonsense");

    WebSocketOriginator.End end = originator.end();

    assertThat(end.code()).isEqualTo(1007);
    assertThat(end.reason()).startsWith("expected an AtomicStoreMessage in JSON: ");
  }

  @Test
  void closesOnUnknownFields() {
    originator.sendText("{\"storeIfVald\": {}}");

    WebSocketOriginator.End end = originator.end();

    assertThat(end.code()).isEqualTo(1007);
    assertThat(end.reason()).contains("storeIfVald");
  }

  @Test
  void closesOnMessagesThatAreNotTheOriginators() {
    originator.sendText("{\"welcome\": {}}");

    WebSocketOriginator.End end = originator.end();

    assertThat(end.code()).isEqualTo(1008);
    assertThat(end.reason()).startsWith("expected store_if_valid, ").contains("WELCOME");
  }

  @Test
  void closesOnBinaryMessages() {
    HttpNode.get(originator.socket().sendBinary(ByteBuffer.wrap(new byte[10]), true));

    assertThat(originator.end())
        .isEqualTo(new WebSocketOriginator.End(1003, "expected text, found a binary message"));
  }

  @Test
  void closesOnMessagesThatAreTooLarge() {
    originator.hello(Hello.newBuilder());
    int max = originator.next().getWelcome().getMessageBytesMax();

    originator.sendText("x".repeat(max + 1));

    assertThat(originator.end())
        .isEqualTo(
            new WebSocketOriginator.End(1009, "a message may have at most " + max + " characters"));
  }

  @Test
  void refusesAnEventThatIsTooLargeAndGoesOn() {
    originator.submit(event("lot", "x".repeat(HttpNode.LIMITS.eventBytesMax() + 1)));
    Result tooLarge = originator.result();
    originator.submit(event("lot", "bid").setExpected(expected(0)));

    assertThat(tooLarge.getRefused().getCause()).startsWith("an event may have at most 100000");
    assertThat(originator.result().getWasAccepted()).isTrue();
  }

  @Test
  void tellsWhoForgesATokenThatItCameTooLate() {
    originator.submit(event("lot", "bid"));
    ValidationRequest request = originator.request();
    WebSocketOriginator other = WebSocketOriginator.of(node);

    originator.respond(yes(request).setToken("f".repeat(32)));
    AtomicStoreMessage toForger = originator.next();
    other.respond(yes(request));
    AtomicStoreMessage toThief = other.next();
    originator.respond(yes(request));

    assertThat(toForger.getResponseTooLate().getToken()).isEqualTo("f".repeat(32));
    assertThat(toThief.getResponseTooLate().getToken()).isEqualTo(request.getToken());
    assertThat(originator.result().getWasAccepted()).isTrue();
  }

  @Test
  void releasesTheLogWhenAnOriginatorCloses() {
    originator.submit(event("lot", "held"));
    originator.request();
    WebSocketOriginator other = WebSocketOriginator.of(node);
    other.submit(event("lot", "next"));

    HttpNode.get(originator.socket().sendClose(1000, "enough"));

    assertThat(other.request().getPastEventsList()).isEmpty();
    assertThat(originator.end().code()).isEqualTo(1000);
  }

  @Test
  void releasesTheLogWhenAConnectionBreaks() {
    originator.submit(event("lot", "held"));
    originator.request();
    WebSocketOriginator other = WebSocketOriginator.of(node);
    other.submit(event("lot", "next"));

    originator.kill();

    assertThat(other.request().getPastEventsList()).isEmpty();
    await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 1);
  }

  @Test
  void closesOnAPeerThatBreaksItsPromiseToBeHeard() {
    originator.hello(Hello.newBuilder().setHeartbeatIntervalMillis(100));

    WebSocketOriginator.End end = originator.end();

    assertThat(end.code()).isEqualTo(1008);
    assertThat(end.reason()).startsWith("expected a message every 100 ms, found none for ");
  }

  @Test
  void saysThatTheNodeStopsWhenAllIsAnswered() {
    originator.submit(event("lot", "bid"));
    ValidationRequest request = originator.request();

    node.calls().stop();
    AtomicStoreMessage stopping = originator.next();
    originator.respond(yes(request));
    Result result = originator.result();

    assertThat(stopping.hasStopping()).isTrue();
    assertThat(result.getWasAccepted()).isTrue();
    assertThat(originator.end())
        .isEqualTo(new WebSocketOriginator.End(1001, "the node is stopping"));
  }

  @Test
  void endsWhatIsOpenWhenTheGraceHasPassed() {
    originator.submit(event("lot", "bid"));
    originator.request();

    HttpNode.get(node.edge().stop(Duration.ofMillis(300)));

    assertThat(originator.end())
        .isEqualTo(new WebSocketOriginator.End(1001, "the node is stopping"));
    await().atMost(HttpNode.PATIENCE).until(() -> node.calls().size() == 0);
  }
}
