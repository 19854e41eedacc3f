package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts where options, environment and file of {@code serve} differ. */
class ServeSettingsTest {

  private final Path directory;

  ServeSettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void takesOptionsBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("node.conf"),
            "atomic-store.server { grpc.port = 0, http.port = -1, shutdown-grace = never"
                + ", limits.event-bytes-max = 1 MiB, data-directory = \"nowhere\" }");
    Map<String, String> environment =
        Map.of(
            "ATOMIC_STORE_HTTP_PORT", "0",
            "ATOMIC_STORE_SHUTDOWN_GRACE", "soon",
            "ATOMIC_STORE_LIMITS_EVENT_BYTES_MAX", "1 KiB",
            "ATOMIC_STORE_DATA_DIRECTORY", directory.resolve("of environment").toString());
    Path data = directory.resolve("of option");

    try (ChildProcess node =
        ChildProcess.start(
            directory,
            environment,
            "serve",
            "--json",
            "--config",
            file,
            "--set",
            "shutdown-grace=0s",
            "--data",
            data)) {
      String address = new ObjectMapper().readTree(node.nextLine()).get("grpc").asText();
      CommandRun tooLarge =
          CommandRun.of("append", "lot-1", "x".repeat(1_025), "--address", address);

      assertThat(tooLarge.endedWith(ExitCode.REFUSED)).as(tooLarge.err()).isTrue();
      assertThat(data).isDirectory();
      assertThat(directory.resolve("of environment")).doesNotExist();
    }
  }

  @Test
  void namesTheVariableThatIsWrong() throws IOException, InterruptedException {
    try (ChildProcess node =
        ChildProcess.start(
            directory,
            Map.of("ATOMIC_STORE_GRPC_PORT", "grpc"),
            "serve",
            "--data",
            directory.resolve("data"))) {

      assertThat(node.awaitExitCode()).isEqualTo(ExitCode.BAD_SETTINGS.code());
      assertThat(node.err()).contains("'grpc' (environment variable ATOMIC_STORE_GRPC_PORT)");
    }
  }
}
