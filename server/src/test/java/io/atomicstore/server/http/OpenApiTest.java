package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document that describes the node says what the node does. */
final class OpenApiTest {

  @TempDir private Path directory;
  private HttpNode node;
  private JsonNode document;

  @BeforeEach
  void start() {
    node = new HttpNode(directory);
    document = HttpNode.json(node.get("/openapi.json"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private List<Route> routes() {
    return Routes.of(
        node.parts(),
        HttpNode.SETTINGS,
        EdgeState.of(node.parts(), HttpNode.SETTINGS),
        new Origins(Set.of(), null));
  }

  private JsonNode operation(Route route) {
    return document.at(
        "/paths/"
            + route.template().replace("/", "~1")
            + "/"
            + route.method().toLowerCase(Locale.ROOT));
  }

  @Test
  void listsEachRouteAndNoOther() {
    List<String> described = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            routes().stream().map(route -> route.method() + " " + route.template()).toList());
  }

  @Test
  void listsTheQueryParametersOfEachRoute() {
    for (Route route : routes()) {
      Set<String> described = new HashSet<>();
      for (JsonNode parameter : operation(route).path("parameters")) {
        if (parameter.path("in").asText().equals("query")) {
          described.add(parameter.get("name").asText());
        }
      }

      assertThat(described).as(route.toString()).isEqualTo(route.parameters());
    }
  }

  @Test
  void listsTheSegmentsOfEachRouteThatHaveNames() {
    for (Route route : routes()) {
      List<String> described = new ArrayList<>();
      for (JsonNode parameter : operation(route).path("parameters")) {
        JsonNode found =
            parameter.has("$ref")
                ? document.at(parameter.get("$ref").asText().substring(1))
                : parameter;
        if (found.path("in").asText().equals("path")) {
          described.add("{" + found.get("name").asText() + "}");
        }
      }

      assertThat(described)
          .as(route.toString())
          .containsExactlyElementsOf(
              Arrays.stream(route.template().split("/", -1))
                  .filter(segment -> segment.startsWith("{"))
                  .toList());
    }
  }

  @Test
  void listsAllProblems() {
    List<String> described = new ArrayList<>();
    document
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(type -> described.add(type.asText()));

    assertThat(described)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());
  }

  @Test
  void givesEachStatusOfASubmission() {
    Set<Integer> described = new HashSet<>();
    document
        .at("/paths/~1scopes~1{scope}~1events/post/responses")
        .fieldNames()
        .forEachRemaining(status -> described.add(Integer.valueOf(status)));

    assertThat(described).contains(200, 201, 400, 409, 412, 422, 428, 429, 500, 503, 504);
  }

  @Test
  void refersToNothingThatIsNotThere() {
    List<JsonNode> references = document.findValues("$ref");

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  @Test
  void isWhatTheLandingDocumentLeadsTo() {
    JsonNode landing = HttpNode.json(node.get("/"));

    assertThat(landing.at("/links/openapi").asText()).isEqualTo("/openapi.json");
    for (JsonNode link : landing.get("links")) {
      assertThat(document.get("paths").has(link.asText())).as(link.asText()).isTrue();
    }
  }
}
