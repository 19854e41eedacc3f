package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

  private static List<String> commands() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Console console = new Console(InputStream.nullInputStream(), nowhere, nowhere, false);
    CommandLine all = Commands.of(console);
    return List.copyOf(all.getSubcommands().keySet());
  }

  @Test
  void listsCommandsAndEveryExitCode() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.out()).contains(commands());
    for (ExitCode each : ExitCode.values()) {
      assertThat(run.out()).containsPattern("(?m)^ +" + each.code() + " +" + start(each));
    }
  }

  private static String start(ExitCode exitCode) {
    return exitCode.meaning().replaceAll("[ ;].*", "");
  }

  @Test
  void givesEveryOutcomeItsOwnExitCode() {
    List<Integer> codes = Arrays.stream(ExitCode.values()).map(ExitCode::code).toList();

    assertThat(codes).doesNotHaveDuplicates();
    assertThat(commands()).hasSize(15);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsOfEachCommandWhatItIsAndHowItEnds(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertThat(run.endedWith(ExitCode.DONE)).isTrue();
    assertThat(run.out()).contains("Usage: atomic-store " + command);
    if (!command.equals("token")) {
      assertThat(run.out()).contains("--json").contains("Exit codes:").contains("  2 ");
    }
  }

  @Test
  void tellsItsVersion() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.out()).startsWith("atomic-store ");
  }

  @Test
  void writesAScriptThatShellsTake(@TempDir Path directory) throws Exception {
    CommandRun bash = CommandRun.of("completion", "bash");
    CommandRun zsh = CommandRun.of("completion", "zsh");
    Path script =
        Files.writeString(
            directory.resolve("script"),
            bash.out()
                + "\nCOMP_WORDS=(atomic-store app); COMP_CWORD=1\n"
                + "_complete_atomic-store\necho \"${COMPREPLY[@]}\"\n");

    Process shell = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
    String completed = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(completed.strip()).isEqualTo("append");
    assertThat(zsh.out()).startsWith("autoload -Uz compinit").contains(bash.out());
    assertThat(CommandRun.of("completion", "fish").endedWith(ExitCode.BAD_USAGE)).isTrue();
  }
}
