package io.atomicstore.cli;

import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store bench}. */
@Command(
    name = "bench",
    header = "Puts load on a node, and measures.",
    description = {
      "Tells how many events a second were stored, and how long results took. The events stay in the store, in scopes of a new name. Load and node share the"
          + " machine's processors, if they are on one.",
      ""
    })
final class BenchCommand implements Subcommand {

  private static final Duration SECONDS_MAX = Duration.ofHours(1);
  private static final Duration FINISHING_MAX = Duration.ofSeconds(60);

  @Option(
      names = "--originators",
      paramLabel = "N",
      description = "How many originators, each on a connection of its own: 1 to 256, default 4.")
  private @Nullable Integer originators;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Submissions without a result, of each originator: 1 to 1000, default 64.")
  private @Nullable Integer inFlight;

  @Option(
      names = "--scopes",
      paramLabel = "N",
      description = "Over how many scopes: 1 to 1000000, default 100. 1 is a hot scope.")
  private @Nullable Integer scopes;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "Of an event's content: 1 to 1000000, default 256.")
  private @Nullable Integer sizeBytes;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to measure: 1 to 3600, default 10; two seconds more to warm up.")
  private @Nullable Integer seconds;

  @Option(
      names = "--path",
      paramLabel = "fast|full",
      description =
          "fast: the decision comes with the event; full: each event waits to be asked about."
              + " Default fast.")
  private BenchLoad.Path path = BenchLoad.Path.FAST;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "How the names of the scopes begin, default bench-.")
  private String prefix = "bench-";

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_CONNECTIONS, ExitCode.INTERRUPTED);
  }

  @Override
  public ExitCode run() throws InterruptedException {
    BenchLoad load =
        new BenchLoad(
            Numbers.inRange("--originators", originators, 256, 4),
            Numbers.inRange("--in-flight", inFlight, 1_000, 64),
            Numbers.inRange("--scopes", scopes, 1_000_000, 100),
            Numbers.inRange("--size", sizeBytes, 1_000_000, 256),
            Duration.ofSeconds(
                Numbers.inRange("--seconds", seconds, (int) SECONDS_MAX.toSeconds(), 10)),
            path,
            prefix + Long.toString(System.currentTimeMillis(), 36) + "-");
    try (Node node = connection.connect()) {
      node.checkOriginates(scope(load));
      BenchRun run = new BenchRun(node::clientBuilder, load);
      Interruption interruption = Interruption.listen(run::end, FINISHING_MAX);
      try {
        show(new Progress(console, output).during(run::progress, run::run));
      } finally {
        interruption.finish(ExitCode.INTERRUPTED);
      }
      return ExitCode.DONE;
    }
  }

  private static ScopeId scope(BenchLoad load) {
    try {
      return load.scope(load.scopes() - 1);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.BAD_USAGE, "--prefix: " + e.getMessage(), e);
    }
  }

  private void show(BenchReport report) {
    if (output.isJson()) {
      console.print(report.json());
    } else {
      report.lines().forEach(console::print);
    }
  }
}
