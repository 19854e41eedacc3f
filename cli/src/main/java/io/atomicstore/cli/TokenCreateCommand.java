package io.atomicstore.cli;

import io.atomicstore.server.security.NewToken;
import io.atomicstore.server.security.TokenRequest;
import io.atomicstore.server.security.Verb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store token create}. */
@Command(
    name = "create",
    header = "Adds a token, and prints it.",
    description = {
      "The file is created if there is none. The token itself is stored nowhere, and can't be shown"
          + " again.",
      ""
    })
final class TokenCreateCommand implements Subcommand {

  @Parameters(paramLabel = "NAME", description = "Tells it from the others of the file.")
  private String name;

  @Option(
      names = "--verbs",
      paramLabel = "VERB",
      required = true,
      split = ",",
      description = "What it permits: read, originate, validate, administer; with commas between.")
  private List<Verb> verbs;

  @ArgGroup(multiplicity = "1")
  private Where where;

  @Option(
      names = "--expires",
      paramLabel = "DURATION|MOMENT",
      description = "When it ends: 90d, or 2027-01-31T12:00:00Z. Default: never.")
  private @Nullable String expires;

  @Mixin private TokensFileOption file;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;
  private final Clock clock;

  /** In which scopes. */
  private static final class Where {

    @Option(
        names = "--scopes",
        paramLabel = "PREFIX",
        split = ",",
        description = "In which scopes: those that begin with one of these.")
    private @Nullable List<String> prefixes;

    @Option(names = "--all-scopes", description = "In all scopes. Administration needs this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean isEverywhere;
  }

  TokenCreateCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return List.of(ExitCode.DONE);
  }

  @Override
  public ExitCode run() {
    NewToken created = create(request());
    if (output.isJson()) {
      console.print(TokenJson.of(created.token()).put("token", created.secret()));
    } else {
      console.tell("Keep this token, it can't be shown again:");
      console.print(created.secret());
    }
    return ExitCode.DONE;
  }

  private TokenRequest request() {
    Set<Verb> distinct = EnumSet.copyOf(verbs);
    List<String> prefixes = where.prefixes == null ? List.of("") : where.prefixes;
    if (where.prefixes != null && prefixes.contains("")) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--scopes: expected prefixes, found an empty one; use --all-scopes");
    }
    try {
      return new TokenRequest(name, distinct, prefixes, moment());
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.BAD_USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private NewToken create(TokenRequest request) {
    try {
      return file.tokenFile().create(request);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.BAD_USAGE, "--expires: " + e.getMessage(), e);
    }
  }

  private @Nullable Instant moment() {
    if (expires == null) {
      return null;
    }
    try {
      return expires.contains("T")
          ? Instant.parse(expires)
          : clock.instant().plus(new Durations().convert(expires));
    } catch (RuntimeException e) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          "--expires: expected a duration such as "
              + Duration.ofDays(90).toDays()
              + "d, or a moment such as 2027-01-31T12:00:00Z, found '"
              + expires
              + "'",
          e);
    }
  }
}
