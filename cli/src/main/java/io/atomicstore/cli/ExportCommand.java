package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.cli.transfer.Export;
import io.atomicstore.cli.transfer.Selection;
import io.atomicstore.cli.transfer.TransferCounts;
import io.atomicstore.core.ScopeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store export}. */
@Command(
    name = "export",
    header = "Copies logs of a node into a file of lines of JSON.",
    description = {
      "All logs, those of --prefix, or those of the scopes that are named; with checksums. Each is"
          + " copied as it is when its turn comes.",
      "",
      "The file has .part behind its name until it is complete. Run the same command again to go on"
          + " with an export that was cut off. docs/formats/export.md describes the file.",
      ""
    })
final class ExportCommand implements Subcommand {

  @Parameters(paramLabel = "SCOPE", arity = "0..*", description = "Whose logs; default: all.")
  private List<ScopeId> scopes = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "The logs of all scopes that begin so.")
  private @Nullable String prefix;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "The file to make; must not exist. Default: standard output, which is complete if its"
              + " last line says so.")
  private @Nullable Path file;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_CONNECTIONS, ExitCode.NOT_FOUND);
  }

  @Override
  public ExitCode run() throws IOException {
    if (prefix != null && !scopes.isEmpty()) {
      throw new FailedException(ExitCode.BAD_USAGE, "--prefix: expected without SCOPE, found both");
    }
    Selection selection =
        scopes.isEmpty() ? Selection.ofPrefix(prefix == null ? "" : prefix) : Selection.of(scopes);
    try (Node node = connection.connect()) {
      Export export = new Export(node.client(), selection);
      new Progress(console, output)
          .during(
              elapsed -> progress(export.counts(), elapsed),
              () -> {
                write(export);
                return true;
              });
      show(export.counts());
      return ExitCode.DONE;
    }
  }

  private void write(Export export) throws IOException {
    if (file == null) {
      export.writeTo(console.out());
    } else {
      export.writeTo(file.toAbsolutePath());
    }
  }

  private static String progress(TransferCounts counts, Duration elapsed) {
    long events = counts.events() - counts.eventsBefore();
    return String.format(
        Locale.ROOT,
        "exporting: %,d of %,d logs, %,d events, %,d a second",
        counts.logs(),
        counts.logsInAll(),
        counts.events(),
        Progress.perSecond(events, elapsed));
  }

  /** On standard error, where the export itself is on standard output. */
  private void show(TransferCounts counts) {
    String line;
    if (output.isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("logs", counts.logs());
      json.put("events", counts.events());
      json.put("eventsBefore", counts.eventsBefore());
      line = json.put("file", file == null ? null : file.toString()).toString();
    } else {
      line =
          String.format(
              Locale.ROOT,
              "exported %,d events of %,d logs%s",
              counts.events(),
              counts.logs(),
              counts.eventsBefore() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, ", %,d of them in an earlier run", counts.eventsBefore()));
    }
    if (file == null) {
      console.tell(line);
    } else {
      console.print(line);
    }
  }
}
