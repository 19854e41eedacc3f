package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in a process of its own, which is asked to end, as by Ctrl-C, while bids are placed. */
class InterruptionTest {

  private final Path directory;

  InterruptionTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void checksAndSumsUpWhatWasPlacedUntilThen() throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process demo = start(out, "demo", "--seconds", "3600", "--lots", "5", "--bidders", "5");
    try (BufferedReader err = demo.errorReader(UTF_8)) {
      String line = err.readLine();
      while (line != null && !line.contains("accepted")) {
        line = err.readLine();
      }
      assertThat(line).as("progress").isNotNull();

      demo.toHandle().destroy();

      assertThat(err.lines()).anyMatch(each -> each.startsWith("Interrupted: "));
    }
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(Files.readString(out))
        .contains("bids on 5 lots, until interrupted")
        .contains("no rejected one is.");
    assertThat(directory).isDirectoryNotContaining("glob:**/atomic-store-demo-*");
  }

  private Process start(Path out, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            AtomicStoreCommand.class.getName());
    builder.command().addAll(List.of(arguments));
    return builder.redirectOutput(Redirect.to(out.toFile())).start();
  }
}
