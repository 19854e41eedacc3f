package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a node on standard error. */
class LoggingTest {

  private final Path directory;

  LoggingTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void hasOneFormWhateverTheLibrariesLogBy() throws IOException {
    try (ChildProcess node =
        ChildProcess.startMain(
            TalkingNode.class,
            directory,
            "serve",
            "--grpc-port",
            0,
            "--http-port",
            0,
            "--data",
            directory.resolve("data"))) {
      assertThat(node.nextLine()).contains(" listens: ");

      node.endInput();

      await().until(() -> node.err().contains("the last line"));
      assertThat(node.err())
          .contains("INFO  Talking of note is loggable false")
          .contains("WARN  Talking the last line")
          .doesNotContain("chatty", "of no note");
      assertThat(node.err().lines())
          .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z [A-Z]+ +\\S+ .*"));
    }
  }
}
