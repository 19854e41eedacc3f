package io.atomicstore.cli;

import io.atomicstore.server.security.AccessToken;
import io.atomicstore.server.security.TokenFile;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomic-store token revoke}. */
@Command(
    name = "revoke",
    header = "Takes a token away.",
    description = {"A node refuses it from then on, on open connections too.", ""})
final class TokenRevokeCommand implements Subcommand {

  @Parameters(paramLabel = "NAME", description = "Which one.")
  private String name;

  @Mixin private TokensFileOption file;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  TokenRevokeCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return List.of(ExitCode.DONE, ExitCode.NOT_FOUND);
  }

  @Override
  public ExitCode run() {
    TokenFile tokens = file.tokenFile();
    if (tokens.list().stream().noneMatch(token -> token.name().equals(name))) {
      throw new FailedException(
          ExitCode.NOT_FOUND,
          "expected a token named '" + name + "' in " + file.path() + ", found none");
    }
    AccessToken revoked = tokens.revoke(name);
    if (output.isJson()) {
      console.print(TokenJson.of(revoked));
    } else {
      console.print("revoked " + revoked.name());
    }
    return ExitCode.DONE;
  }
}
