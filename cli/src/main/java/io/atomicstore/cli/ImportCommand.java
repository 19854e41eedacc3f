package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.atomicstore.cli.transfer.Import;
import io.atomicstore.cli.transfer.TransferCounts;
import io.atomicstore.client.AtomicStoreClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomic-store import}. */
@Command(
    name = "import",
    header = "Stores the logs of an export on a node.",
    description = {
      "Event ids, order, contents and metadata are kept, and what was submitted together is stored"
          + " together. Not kept are the times at which events were stored, which are the node's own,"
          + " and what validators passed on.",
      "",
      "All of the file is checked before anything is stored. A scope that has the same events"
          + " already, or the first of them, is gone on with; one that has others is left as it is."
          + " What was stored is read back and compared. Run it again after an interruption:"
          + " nothing is stored twice.",
      ""
    })
final class ImportCommand implements Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "An export that is complete. Default: standard input.")
  private @Nullable Path file;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(
        ExitCodes.OF_SUBMISSIONS, ExitCode.DAMAGED, ExitCode.INCOMPLETE, ExitCode.DIFFERS);
  }

  @Override
  public ExitCode run() throws Exception {
    if (file != null) {
      if (!Files.isRegularFile(file)) {
        throw new FailedException(
            ExitCode.BAD_USAGE, file + ": expected an export file, found none of that name");
      }
      return run(file);
    }
    Path copy = Files.createTempFile("atomic-store-import-", ".ndjson");
    try {
      Files.copy(console.in(), copy, StandardCopyOption.REPLACE_EXISTING);
      return run(copy);
    } finally {
      Files.delete(copy);
    }
  }

  private ExitCode run(Path path) throws Exception {
    try (Node node = connection.connect();
        AtomicStoreClient client =
            node.clientBuilder().openSubmissionsMax(1_000).openBytesMax(1 << 30).start()) {
      Import transfer = new Import(client, RawEvents.FORMATS);
      Progress.Work<TransferCounts, Exception> work = () -> transfer.readFrom(path);
      show(
          new Progress(console, output)
              .during(elapsed -> progress(transfer.counts(), elapsed), work));
      return ExitCode.DONE;
    }
  }

  private static String progress(TransferCounts counts, Duration elapsed) {
    if (counts.eventsInAll() == 0) {
      return "checking the file";
    }
    long stored = counts.events() - counts.eventsBefore();
    long perSecond = Progress.perSecond(stored, elapsed);
    return String.format(
        Locale.ROOT,
        "importing: %,d of %,d events, %,d of %,d logs, %,d a second%s",
        counts.events(),
        counts.eventsInAll(),
        counts.logs(),
        counts.logsInAll(),
        perSecond,
        perSecond == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", about %d s left",
                (counts.eventsInAll() - counts.events()) / perSecond));
  }

  private void show(TransferCounts counts) {
    long stored = counts.events() - counts.eventsBefore();
    if (output.isJson()) {
      console.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("logs", counts.logs())
              .put("events", counts.events())
              .put("eventsStored", stored)
              .put("eventsBefore", counts.eventsBefore()));
    } else {
      console.print(
          String.format(
              Locale.ROOT,
              "%,d events of %,d logs are on the node as in the file: %,d stored and read back,"
                  + " %,d were there before",
              counts.events(),
              counts.logs(),
              stored,
              counts.eventsBefore()));
    }
  }
}
