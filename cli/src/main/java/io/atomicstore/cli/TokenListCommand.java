package io.atomicstore.cli;

import io.atomicstore.server.security.AccessToken;
import io.atomicstore.server.security.Verb;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code atomic-store token list}. */
@Command(
    name = "list",
    header = "Lists the tokens of a file.",
    description = {"Expired ones too; not the tokens themselves.", ""})
final class TokenListCommand implements Subcommand {

  private static final String FORMAT = "%-20s  %-36s  %-24s  %-24s  %s";

  @Mixin private TokensFileOption file;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;
  private final Clock clock;

  TokenListCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return List.of(ExitCode.DONE);
  }

  @Override
  public ExitCode run() {
    List<AccessToken> tokens = file.tokenFile().list();
    if (output.isJson()) {
      tokens.forEach(token -> console.print(TokenJson.of(token)));
      return ExitCode.DONE;
    }
    console.print(String.format(FORMAT, "name", "verbs", "created", "expires", "scopes"));
    tokens.forEach(token -> console.print(line(token)));
    return ExitCode.DONE;
  }

  private String line(AccessToken token) {
    return String.format(
        Locale.ROOT,
        FORMAT,
        token.name(),
        token.verbsInOrder().stream().map(Verb::text).collect(Collectors.joining(",")),
        EventText.moment(token.created()),
        expiry(token.expires()),
        token.scopePrefixes().stream()
            .map(prefix -> prefix.isEmpty() ? "(all)" : EventText.printable(prefix))
            .collect(Collectors.joining(",")));
  }

  private String expiry(@Nullable Instant expires) {
    if (expires == null) {
      return "never";
    }
    return expires.isAfter(clock.instant()) ? EventText.moment(expires) : "expired";
  }
}
