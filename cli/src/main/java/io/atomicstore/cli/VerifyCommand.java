package io.atomicstore.cli;

import io.atomicstore.protocol.VerifyRequest;
import io.atomicstore.protocol.VerifyResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store verify}. */
@Command(
    name = "verify",
    header = "Reads a whole store, and tells what is damaged or missing.",
    description = {
      "Checksums, gaps, indexes that do not agree with the events. The store is that of the node while it runs, or with --data that of a"
          + " node that does not run. It can't see that the very last events of all are lost.",
      ""
    })
final class VerifyCommand implements Subcommand {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Verify the store in this data directory, or backup, which nobody has open.")
  private @Nullable Path data;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_CONNECTIONS, ExitCode.DAMAGED, ExitCode.DIRECTORY_IN_USE);
  }

  @Override
  public ExitCode run() {
    VerificationSummary summary =
        data == null ? online() : OfflineVerification.of(data, console, output);
    summary.print(console, output);
    return summary.exitCode();
  }

  private VerificationSummary online() {
    AtomicLong records = new AtomicLong();
    try (Node node = connection.connect()) {
      return new Progress(console, output)
          .during(
              elapsed -> VerificationSummary.progress(records.get(), elapsed),
              () -> verify(node, records));
    }
  }

  private static VerificationSummary verify(Node node, AtomicLong records) {
    Iterator<VerifyResponse> steps =
        node.administration().verify(VerifyRequest.getDefaultInstance());
    while (steps.hasNext()) {
      VerifyResponse step = steps.next();
      records.set(step.getRecordsRead());
      if (step.hasReport()) {
        return VerificationSummary.of(step.getReport());
      }
    }
    throw new FailedException(
        ExitCode.UNAVAILABLE, "expected a report at the end, found none: the node has stopped");
  }
}
