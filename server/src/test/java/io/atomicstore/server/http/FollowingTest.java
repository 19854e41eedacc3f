package io.atomicstore.server.http;

import static io.atomicstore.server.http.HttpNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FollowingTest {

  private static final String EVENTS = "/scopes/lot/events";

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    HttpSettings usual = HttpNode.SETTINGS;
    HttpSettings.Liveness lively =
        new HttpSettings.Liveness(
            Duration.ofMillis(200), usual.liveness().pingInterval(), usual.liveness().silenceMax());
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(
                new HttpSettings(
                    usual.connectionsMax(), usual.timeouts(), lively, Set.of(), Set.of())));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void showsWhatIsThereAndThenEachNewEvent() {
    node.store("lot", "{\"n\":1}", 0);
    try (EventReader reader = new EventReader(node, node.request(EVENTS))) {

      EventReader.Sent first = reader.next();
      node.store("lot", "{\"n\":2}", 1);
      EventReader.Sent second = reader.next();

      assertThat(first.id()).isEqualTo("1");
      assertThat(json(first.data()).at("/data/n").asInt()).isEqualTo(1);
      assertThat(second.id()).isEqualTo("2");
      assertThat(json(second.data()).at("/data/n").asInt()).isEqualTo(2);
    }
  }

  @Test
  void resumesBehindTheLastEventOfAReader() {
    for (int i = 0; i < 4; i++) {
      node.store("lot", "{}", i);
    }
    String last;
    try (EventReader reader = new EventReader(node, node.request(EVENTS))) {
      reader.next();
      last = reader.next().id();
    }

    try (EventReader resumed =
        new EventReader(node, node.request(EVENTS + "?from=1").header("Last-Event-ID", last))) {

      assertThat(resumed.nextSequenceNr()).isEqualTo(3);
      assertThat(resumed.nextSequenceNr()).isEqualTo(4);
    }
  }

  @Test
  void beginsWhereItIsTold() {
    for (int i = 0; i < 3; i++) {
      node.store("lot", "{}", i);
    }

    try (EventReader reader = new EventReader(node, node.request(EVENTS + "?from=3"))) {

      assertThat(reader.nextSequenceNr()).isEqualTo(3);
    }
  }

  @Test
  void keepsAQuietStreamAlive() {
    try (EventReader reader = new EventReader(node, node.request(EVENTS))) {

      reader.expectComment();
      reader.expectComment();
      reader.expectComment();
      node.store("lot", "{}", 0);

      assertThat(reader.nextSequenceNr()).isEqualTo(1);
    }
  }

  @Test
  void endsWithASealedLogAndHasReadersRest() {
    node.store("lot", "{}", 0);
    try (EventReader reader = new EventReader(node, node.request(EVENTS))) {
      reader.next();

      node.send(node.post(EVENTS + "?sealsLog=true", "{}").header("If-Match", "\"1\""));

      assertThat(json(reader.next().data()).get("sealsLog").asBoolean()).isTrue();
      reader.expectEnd();
    }
    try (EventReader again =
        new EventReader(node, node.request(EVENTS).header("Last-Event-ID", "2"))) {
      assertThat(again.status()).isEqualTo(204);
    }
    try (EventReader behind =
        new EventReader(node, node.request(EVENTS).header("Last-Event-ID", "1"))) {
      assertThat(behind.nextSequenceNr()).isEqualTo(2);
      behind.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?direction=backwards", "?limit=1", "?from=0"})
  void refusesWhatMakesNoSenseHere(String query) {
    HttpResponse<String> response =
        node.send(node.request(EVENTS + query).header("Accept", "text/event-stream"));

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5"})
  void refusesLastEventIdsThatAreNone(String id) {
    HttpResponse<String> response =
        node.send(
            node.request(EVENTS).header("Accept", "text/event-stream").header("Last-Event-ID", id));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).startsWith("Last-Event-ID must be");
  }

  @Test
  void showsAllScopesAndResumesByToken() {
    node.store("a", "{}", 0);
    node.store("b", "{}", 0);
    List<String> scopes = new ArrayList<>();
    String token;
    try (EventReader reader = new EventReader(node, node.request("/events"))) {
      token = reader.next().id();
      scopes.add(scope(reader.next()));
      node.store("c", "{}", 0);
      scopes.add(scope(reader.next()));
    }

    try (EventReader byHeader =
            new EventReader(
                node, node.request("/events?after=old").header("Last-Event-ID", token));
        EventReader byParameter = new EventReader(node, node.request("/events?after=" + token))) {

      assertThat(scope(byHeader.next())).isEqualTo("b");
      assertThat(scope(byParameter.next())).isEqualTo("b");
      assertThat(scopes).containsExactly("b", "c");
    }
  }

  private static String scope(EventReader.Sent sent) {
    return json(sent.data()).get("scope").asText();
  }

  @Test
  void showsTheScopesOfAPrefix() {
    node.store("lot-1", "{}", 0);
    node.store("account", "{}", 0);
    node.store("lot-2", "{}", 0);

    try (EventReader reader = new EventReader(node, node.request("/events?prefix=lot-"))) {

      assertThat(scope(reader.next())).isEqualTo("lot-1");
      assertThat(scope(reader.next())).isEqualTo("lot-2");
    }
  }

  @Test
  void tellsHowFarItHasComeAmongScopesThatAreNotWanted() {
    BulkStore.store(node, "other", 1_200);
    node.store("lot", "{}", 0);
    String token;
    try (EventReader reader = new EventReader(node, node.request("/events?prefix=lot"))) {
      EventReader.Sent progress = reader.next();
      assertThat(progress.data()).isEmpty();
      token = progress.id();
    }

    try (EventReader resumed =
        new EventReader(node, node.request("/events?prefix=").header("Last-Event-ID", token))) {

      assertThat(json(resumed.next().data()).get("sequenceNr").asInt()).isEqualTo(1_001);
    }
  }

  @Test
  void endsStreamsWhenTheNodeStops() {
    try (EventReader one = new EventReader(node, node.request(EVENTS));
        EventReader all = new EventReader(node, node.request("/events"))) {
      one.expectComment();
      all.expectComment();

      HttpNode.get(node.edge().stop(Duration.ofSeconds(5)));

      one.expectEnd();
      all.expectEnd();
    }
  }
}
