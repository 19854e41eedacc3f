package io.atomicstore.server.http;

import static io.atomicstore.server.http.HttpNode.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages in a browser may do. */
final class OriginsTest {

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    HttpSettings usual = HttpNode.SETTINGS;
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(
                new HttpSettings(
                    usual.connectionsMax(),
                    usual.timeouts(),
                    usual.liveness(),
                    Set.of("https://auctions.example"),
                    Set.of("store.example"))));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String post(String host, String origin) throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      return connection
          .head(
              "POST /scopes/lot/events?validation=delegated&timeoutMillis=1 HTTP/1.1",
              "Host: " + host,
              "Origin: " + origin,
              "Content-Type: text/plain",
              "Content-Length: 0",
              "Connection: close")
          .rest();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:7701,http://localhost:7701,504",
    "LOCALHOST:7701,https://localhost:7701,504",
    "localhost:7701,https://auctions.example,504",
    "localhost:7701,http://localhost:7702,403",
    "localhost:7701,http://evil.example,403",
    "localhost:7701,https://auctions.example.evil.example,403",
    "localhost:7701,null,403"
  })
  void letsPagesOfItsOwnAndOfAllowedOriginsStore(String host, String origin, int status)
      throws IOException {
    assertThat(post(host, origin)).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:7701,101",
    "https://auctions.example,101",
    "http://evil.example,403",
    "null,403"
  })
  void letsPagesOfItsOwnAndOfAllowedOriginsConverse(String origin, int status) throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head(
          "GET /originate HTTP/1.1",
          "Host: localhost:7701",
          "Origin: " + origin,
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

      assertThat(connection.statusLine()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void tellsBrowsersWhichPagesMayReadAnswers() {
    var allowed = node.send(node.request("/scopes").header("Origin", "https://auctions.example"));
    var other = node.send(node.request("/scopes").header("Origin", "http://evil.example"));

    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://auctions.example");
    assertThat(allowed.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("ETag");
    assertThat(allowed.headers().allValues("Vary")).contains("Origin");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(other.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void answersBrowsersThatAskBefore() throws IOException {
    try (RawConnection allowed = new RawConnection(node);
        RawConnection other = new RawConnection(node)) {
      allowed.head(preflight("https://auctions.example"));
      other.head(preflight("http://evil.example"));

      assertThat(allowed.rest())
          .startsWith("HTTP/1.1 204 ")
          .contains("Access-Control-Allow-Origin: https://auctions.example")
          .contains("Access-Control-Allow-Methods: GET, HEAD, OPTIONS, POST")
          .contains("Access-Control-Allow-Headers: if-match, event-metadata-a");
      assertThat(other.rest()).startsWith("HTTP/1.1 204 ").doesNotContain("Access-Control-");
    }
  }

  private static String[] preflight(String origin) {
    return new String[] {
      "OPTIONS /scopes/lot/events HTTP/1.1",
      "Host: localhost",
      "Origin: " + origin,
      "Access-Control-Request-Method: POST",
      "Access-Control-Request-Headers: if-match, event-metadata-a",
      "Connection: close"
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.localhost:80",
        "127.0.0.1:7701",
        "[::1]:7701",
        "[::1]",
        "STORE.example:1"
      })
  void answersUnderNamesOfTheMachine(String host) throws IOException {
    assertThat(scopes(host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example:7701", "127.0.0.1.evil.example"})
  void answersUnderNoOtherNames(String host) throws IOException {
    assertThat(scopes(host)).startsWith("HTTP/1.1 421 ").contains("atomic-store.server.http.hosts");
  }

  private String scopes(String host) throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      return connection.head("GET /scopes HTTP/1.1", "Host: " + host, "Connection: close").rest();
    }
  }

  @Test
  void tellsOfAWebSocketWithoutHandshake() {
    var response = node.get("/originate");

    assertThat(response.statusCode()).isEqualTo(426);
    assertThat(json(response).get("type").asText()).isEqualTo("urn:atomic-store:upgrade-required");
  }
}
