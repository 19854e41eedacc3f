package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.atomicstore.core.ScopeId;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store scopes}. */
@Command(
    name = "scopes",
    header = "Lists the scopes that have events.",
    description = {"In the order of their bytes.", ""})
final class ScopesCommand implements Subcommand {

  @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only scopes that begin so.")
  private String prefix = "";

  @Option(names = "--live", description = "Only scopes whose logs are in the node's memory.")
  private boolean isLive;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  ScopesCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.OF_CONNECTIONS;
  }

  @Override
  public ExitCode run() {
    try (Node node = connection.connect();
        Stream<ScopeId> scopes = scopes(node)) {
      Iterator<ScopeId> each = scopes.iterator();
      long shown = 0;
      while (each.hasNext() && !(shown % 1_000 == 999 && console.isGone())) {
        show(each.next());
        shown++;
      }
    }
    return ExitCode.DONE;
  }

  private Stream<ScopeId> scopes(Node node) {
    if (!isLive) {
      return node.client().readScopes(prefix);
    }
    return node.client().liveScopes().toCompletableFuture().join().stream()
        .filter(scopeId -> scopeId.value().startsWith(prefix))
        .sorted();
  }

  private void show(ScopeId scopeId) {
    if (output.isJson()) {
      console.print(JsonNodeFactory.instance.objectNode().put("scope", scopeId.value()));
    } else {
      console.print(EventText.printable(scopeId.value()));
    }
  }
}
