package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store tail}. */
@Command(
    name = "tail",
    header = "Shows the events of a scope, or of all, and each new one at once.",
    description = {
      "Until Ctrl-C, or the end of a sealed log. It goes on when the connection breaks or the node"
          + " restarts.",
      ""
    })
final class TailCommand implements Subcommand {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Duration FINISHING_MAX = Duration.ofSeconds(10);

  @Parameters(
      arity = "0..1",
      paramLabel = "SCOPE",
      description = "Whose log to show; or use --all, or --prefix.")
  private @Nullable ScopeId scopeId;

  @Option(names = "--all", description = "Show the events of all scopes.")
  private boolean isAll;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Show the events of all scopes that begin so.")
  private @Nullable String prefix;

  @Option(
      names = "--after",
      paramLabel = "N|TOKEN",
      description =
          "Begin behind event N of the scope. With --all or --prefix: behind the event that was"
              + " shown with this token by --json. Default: from the first event on.")
  private @Nullable String after;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  TailCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.OF_CONNECTIONS;
  }

  @Override
  public ExitCode run() {
    boolean isOfAll = isAll || prefix != null;
    if (isOfAll == (scopeId != null)) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          scopeId == null
              ? "expected SCOPE, --all or --prefix, found none of them"
              : "expected either SCOPE or --all and --prefix, found both");
    }
    long afterSequenceNr = scopeId == null ? 0 : sequenceNr();
    try (Node node = connection.connect()) {
      Following following = new Following();
      Interruption interruption = Interruption.listen(following::end, FINISHING_MAX);
      if (scopeId == null) {
        followAll(node.client(), following);
      } else {
        node.client()
            .subscribe(EventFormat.raw(), scopeId, afterSequenceNr)
            .subscribe(following.<StoredEvent<EncodedEvent>>subscriber(this::show));
      }
      following.await();
      return interruption.finish(ExitCode.DONE);
    }
  }

  private long sequenceNr() {
    if (after == null) {
      return 0;
    } else if (!NUMBER.matcher(after).matches()) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          "--after: expected the sequence number of an event of the scope, found '" + after + "'");
    }
    return Long.parseLong(after);
  }

  private void followAll(AtomicStoreClient client, Following following) {
    client
        .subscribeAll(EventFormat.raw(), prefix == null ? "" : prefix, after == null ? "" : after)
        .subscribe(following.<SubscribedEvent<EncodedEvent>>subscriber(this::showOfAll));
  }

  private boolean show(StoredEvent<EncodedEvent> event) {
    if (output.isJson()) {
      console.print(EventJson.of(event));
    } else {
      console.print(EventText.of(event));
    }
    return !console.isGone();
  }

  private boolean showOfAll(SubscribedEvent<EncodedEvent> event) {
    if (output.isJson()) {
      ObjectNode json = EventJson.of(event.event());
      json.put("token", event.token());
      console.print(json);
    } else {
      console.print(EventText.withScope(event.event()));
    }
    return !console.isGone();
  }
}
