package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {

  @ParameterizedTest
  @ValueSource(strings = {"fast", "full"})
  void measures(String path, @TempDir Path directory) {
    try (TestNode node = new TestNode(directory)) {
      CommandRun run =
          node.run(
              "bench",
              "--seconds",
              1,
              "--originators",
              2,
              "--scopes",
              3,
              "--in-flight",
              4,
              "--path",
              path,
              "--json");

      JsonNode json = run.json();
      assertThat(run.endedWith(ExitCode.DONE)).isTrue();
      assertThat(json.get("path").asText()).isEqualTo(path);
      assertThat(json.get("acceptedPerSecond").asLong()).isPositive();
      assertThat(json.get("p99Millis").asDouble())
          .isGreaterThanOrEqualTo(json.get("p50Millis").asDouble());
      assertThat(json.get("results").size()).isEqualTo(1);
      assertThat(node.run("scopes", "--prefix", json.get("scopePrefix").asText()).out())
          .hasLineCount(3);
    }
  }

  @Test
  void refusesLoadsThatMakeNoSense() {
    CommandRun run = CommandRun.of("bench", "--originators", 0);

    assertThat(run.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(run.err()).contains("--originators: expected a number from 1 to 256, found 0");
  }
}
