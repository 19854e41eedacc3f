package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over the wire and is no request, or not all of one. */
final class ConnectionsTest {

  private static final String PROBLEM = "Content-Type: application/problem+json";

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    node =
        new HttpNode(
            directory,
            HttpNode.Settings.DEFAULT.with(
                new HttpSettings(
                    20,
                    new HttpSettings.Timeouts(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60)),
                    HttpNode.SETTINGS.liveness(),
                    Set.of(),
                    Set.of())));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONSENSE|400",
        "GET /scopes HTTP/3.7|400",
        "GET /scopes/%zz HTTP/1.1|400",
        "CONNECT localhost:1 HTTP/1.1|400",
        "FLY /scopes HTTP/1.1|400",
        "GET  HTTP/1.1|400"
      })
  void tellsWhatIsNoRequest(String line, int status) throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      String answer = connection.head(line, "Host: localhost", "Connection: close").rest();

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(PROBLEM);
      assertThat(answer).contains("X-Content-Type-Options: nosniff");
    }
  }

  @Test
  void tellsWhatIsTooLong() throws IOException {
    try (RawConnection uri = new RawConnection(node);
        RawConnection header = new RawConnection(node);
        RawConnection headers = new RawConnection(node)) {
      uri.head("GET /" + "x".repeat(5_000) + " HTTP/1.1", "Host: localhost");
      header.head("GET / HTTP/1.1", "Host: localhost", "X: " + "x".repeat(9_000));
      headers.head("GET / HTTP/1.1", "Host: localhost", "X: y\r\n".repeat(100) + "Z: z");

      assertThat(uri.rest()).startsWith("HTTP/1.1 414 ").contains(PROBLEM);
      assertThat(header.rest()).startsWith("HTTP/1.1 431 ").contains(PROBLEM);
      assertThat(headers.rest()).startsWith("HTTP/1.1 400 ").contains("limit of 64 headers");
    }
  }

  @Test
  void wantsAHost() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      assertThat(connection.head("GET /scopes HTTP/1.1", "Connection: close").rest())
          .startsWith("HTTP/1.1 400 ")
          .contains(PROBLEM);
    }
  }

  @Test
  void refusesHeadersThatAreGivenTwice() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head(
          "POST /scopes/lot/events HTTP/1.1",
          "Host: localhost",
          "If-Match: \"0\"",
          "If-Match: \"1\"",
          "Content-Length: 0",
          "Connection: close");

      assertThat(connection.rest())
          .startsWith("HTTP/1.1 400 ")
          .contains("'if-match' must be given once");
    }
  }

  @Test
  void takesNoUriOfAnotherHeader() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head(
          "GET /healthz HTTP/1.1",
          "Host: localhost",
          "Raw-Request-URI: /scopes",
          "Connection: close");

      assertThat(connection.rest()).doesNotContain("\"scopes\"");
    }
  }

  @Test
  void givesUpABodyThatDoesNotCome() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection
          .head(
              "POST /scopes/lot/events HTTP/1.1",
              "Host: localhost",
              "If-Match: \"0\"",
              "Content-Type: application/json",
              "Content-Length: 100")
          .send("{");

      assertThat(connection.rest()).startsWith("HTTP/1.1 408 ").contains(PROBLEM);
    }
  }

  @Test
  void storesNothingOfABodyThatBreaksOff() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection
          .head(
              "POST /scopes/lot/events HTTP/1.1",
              "Host: localhost",
              "If-Match: \"0\"",
              "Content-Type: application/json",
              "Content-Length: 100")
          .send("{");
    }

    assertThat(node.store("lot", "{}", 0).statusCode()).isEqualTo(201);
  }

  @Test
  void takesABodyInChunksAfterAskingForIt() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head(
          "POST /scopes/lot/events HTTP/1.1",
          "Host: localhost",
          "If-Match: \"0\"",
          "Expect: 100-continue",
          "Content-Type: application/json",
          "Transfer-Encoding: chunked",
          "Connection: close");
      assertThat(connection.statusLine()).isEqualTo("HTTP/1.1 100 Continue");

      String answer = connection.send("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n").rest();

      assertThat(answer).contains("HTTP/1.1 201 Created");
    }
  }

  @Test
  void refusesALargeBodyBeforeItIsSent() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      connection.head(
          "POST /scopes/lot/events HTTP/1.1",
          "Host: localhost",
          "If-Match: \"0\"",
          "Expect: 100-continue",
          "Content-Length: 1000000000");

      assertThat(connection.rest()).startsWith("HTTP/1.1 413 ").contains(PROBLEM);
    }
  }

  @Test
  void answersRequestsOneAfterTheOther() throws IOException {
    try (RawConnection connection = new RawConnection(node)) {
      String one = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";

      String answers = connection.send(one + "\r\n" + one + "Connection: close\r\n\r\n").rest();

      assertThat(answers.split("\"healthy\"", -1)).hasSize(3);
    }
  }

  @Test
  void survivesRandomBytes() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] words = {
      "GET ",
      "POST ",
      "/scopes",
      "/originate",
      "%2F",
      "%",
      "?",
      " HTTP/1.1",
      "\r\n",
      "\r\n\r\n",
      "Host: localhost",
      "If-Match: \"0\"",
      "Content-Length: 9",
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Transfer-Encoding: chunked",
      ":",
      "\0"
    };
    for (int i = 0; i < 200; i++) {
      StringBuilder bytes = new StringBuilder(random.nextBoolean() ? "GET /scopes" : "");
      for (int j = random.nextInt(30); j >= 0; j--) {
        bytes.append(
            random.nextInt(5) == 0
                ? Character.toString(random.nextInt(256))
                : words[random.nextInt(words.length)]);
      }
      try (RawConnection connection = new RawConnection(node)) {
        connection.send(bytes.toString());
      }
    }

    assertThat(node.get("/healthz").statusCode()).as("seed " + seed).isEqualTo(200);
  }
}
