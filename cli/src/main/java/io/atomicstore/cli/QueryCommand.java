package io.atomicstore.cli;

import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store query}. */
@Command(
    name = "query",
    header = "Shows the events of a scope.",
    description = {
      "A line for each event: sequence number, when it was stored, type, content, metadata.",
      ""
    })
final class QueryCommand implements Subcommand {

  @Parameters(paramLabel = "SCOPE", description = "Whose log to show.")
  private ScopeId scopeId;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "Begin with event N. Default: the first, or the last with --backwards.")
  private @Nullable Long from;

  @Option(names = "--backwards", description = "Newest first.")
  private boolean isBackwards;

  @Option(names = "--limit", paramLabel = "N", description = "Show at most N events.")
  private @Nullable Long limit;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  QueryCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_CONNECTIONS, ExitCode.NOT_FOUND);
  }

  @Override
  public ExitCode run() {
    EventRange range = range();
    try (Node node = connection.connect()) {
      if (show(node.client(), range) == 0) {
        checkIsThere(node.client());
      }
      return ExitCode.DONE;
    }
  }

  private EventRange range() {
    Numbers.checkPositive("--from", from);
    Numbers.checkPositive("--limit", limit);
    EventRange range;
    if (isBackwards) {
      range = from == null ? EventRange.backwards() : EventRange.backwards(from);
    } else {
      range = from == null ? EventRange.all() : EventRange.forwards(from);
    }
    return limit == null ? range : range.limit(limit);
  }

  private long show(AtomicStoreClient client, EventRange range) {
    long shown = 0;
    try (Stream<StoredEvent<EncodedEvent>> events =
        client.readEvents(EventFormat.raw(), scopeId, range)) {
      Iterator<StoredEvent<EncodedEvent>> each = events.iterator();
      while (each.hasNext() && !(shown % 1_000 == 999 && console.isGone())) {
        StoredEvent<EncodedEvent> event = each.next();
        if (output.isJson()) {
          console.print(EventJson.of(event));
        } else {
          console.print(EventText.of(event));
        }
        shown++;
      }
    }
    return shown;
  }

  private void checkIsThere(AtomicStoreClient client) {
    try (Stream<StoredEvent<EncodedEvent>> first =
        client.readEvents(EventFormat.raw(), scopeId, EventRange.all().limit(1))) {
      if (first.findAny().isEmpty()) {
        throw new FailedException(
            ExitCode.NOT_FOUND, "expected events in scope '" + scopeId + "', found none");
      }
    }
  }
}
