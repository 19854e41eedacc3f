package io.atomicstore.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code docs/http.md} do what it says. */
final class DocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "http.md");

  @TempDir private Path directory;

  @Test
  void answersEachLineWithTheStatusBehindIt() throws IOException {
    List<CurlLine> lines = CurlLine.of(Files.readAllLines(DOCUMENT, UTF_8));

    assertThat(lines).hasSizeGreaterThan(25);
    try (HttpNode node = new HttpNode(directory)) {
      for (CurlLine line : lines) {
        HttpResponse<InputStream> response =
            HttpNode.get(
                node.client()
                    .sendAsync(line.request(node), HttpResponse.BodyHandlers.ofInputStream()));
        response.body().close();

        assertThat(response.statusCode()).as(line.toString()).isEqualTo(line.status());
      }
    }
  }

  @Test
  void namesEachProblemAndEachRoute() throws IOException {
    String document = Files.readString(DOCUMENT, UTF_8);

    assertThat(ProblemType.values())
        .allSatisfy(
            type ->
                assertThat(document)
                    .contains("`" + type.uri().substring("urn:atomic-store:".length()) + "`")
                    .contains(Integer.toString(type.status())));
    assertThat(
            Arrays.asList(
                "/scopes", "/live-scopes", "/events", "/originate", "/healthz", "/readyz"))
        .allSatisfy(path -> assertThat(document).contains(path));
  }
}
