package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of 100,000 events is read to its end, at the pace of the reader. */
final class BulkReadingTest {

  private static final int EVENTS = 100_000;

  @TempDir private Path directory;
  private HttpNode node;

  @BeforeEach
  void start() {
    node = new HttpNode(directory);
    BulkStore.store(node, "lot", EVENTS);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void readsALongLogAtOnce() throws IOException {
    HttpResponse<InputStream> response =
        HttpNode.get(
            node.client()
                .sendAsync(
                    node.request("/scopes/lot/events")
                        .header("Accept", "application/x-ndjson")
                        .build(),
                    HttpResponse.BodyHandlers.ofInputStream()));
    long expected = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        expected++;
        assertThat(line).contains("\"sequenceNr\":" + expected + ",");
      }
    }

    assertThat(expected).isEqualTo(EVENTS);
    assertThat(response.headers().firstValue("ETag")).hasValue("\"" + EVENTS + "\"");
  }

  private RawConnection stalledReader() throws IOException {
    RawConnection reader = new RawConnection(node);
    reader.head(
        "GET /scopes/lot/events HTTP/1.1",
        "Host: localhost",
        "Accept: application/x-ndjson",
        "Connection: close");
    assertThat(reader.read(1_000)).startsWith("HTTP/1.1 200 OK");
    return reader;
  }

  @Test
  void keepsLittleForReadersThatDoNotRead() throws IOException {
    // What each of them does not read would be 20 MB: more than the heap, all in all.
    int readers = 150;
    long bytesMax = 300L << 20;
    List<RawConnection> stalled = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      stalled.add(stalledReader());
    }

    readsALongLogAtOnce();

    await()
        .atMost(HttpNode.PATIENCE)
        .untilAsserted(() -> assertThat(usedBytes()).isLessThan(bytesMax));
    for (RawConnection reader : stalled) {
      reader.close();
    }
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void goesOnWithAReaderThatPaused() throws IOException {
    try (RawConnection reader = stalledReader()) {
      readsALongLogAtOnce();

      String rest = reader.rest();

      assertThat(rest).contains("\"sequenceNr\":" + EVENTS + ",");
    }
  }
}
