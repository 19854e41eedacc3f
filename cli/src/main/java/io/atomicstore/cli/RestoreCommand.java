package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.server.OfflineStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store restore}. */
@Command(
    name = "restore",
    header = "Makes a data directory of a backup.",
    description = {
      "Copies the backup, and verifies the copy before it gets its name."
          + " Events that were stored after the backup are not in it.",
      ""
    })
final class RestoreCommand implements Subcommand {

  @Option(names = "--from", paramLabel = "DIR", required = true, description = "The backup.")
  private Path from;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data directory to make: empty, or not there yet.")
  private Path data;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  RestoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.OF_DIRECTORIES;
  }

  @Override
  public ExitCode run() throws IOException {
    if (!OfflineStore.isAt(from)) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--from " + from + ": expected a backup, found no store there");
    }
    try (StoreCopy copy = StoreCopy.to(data)) {
      new Progress(console, output)
          .during(
              elapsed -> String.format(Locale.ROOT, "copying: %,d bytes", copy.copiedBytes()),
              () -> copy.from(from.toAbsolutePath().normalize()));
      VerificationSummary summary = OfflineVerification.of(copy.directory(), console, output);
      if (summary.exitCode() == ExitCode.DONE) {
        copy.finish();
      }
      show(summary, copy.copiedBytes());
      return summary.exitCode();
    }
  }

  private void show(VerificationSummary summary, long bytes) {
    boolean isRestored = summary.exitCode() == ExitCode.DONE;
    if (output.isJson()) {
      ObjectNode json = summary.json();
      console.print(json.put("bytes", bytes).put("isRestored", isRestored));
      return;
    }
    summary.print(console, output);
    console.print(
        isRestored
            ? String.format(Locale.ROOT, "restored %,d bytes to %s", bytes, data)
            : "nothing was restored: the backup is damaged");
  }
}
