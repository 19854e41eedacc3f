package io.atomicstore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atomic-store token}: only its subcommands do something. */
@Command(
    name = "token",
    header = "Makes and revokes access tokens.",
    description = {
      "They are in the file that the setting security.tokens-file of a node names. A node notices a change within a second or so.",
      ""
    })
final class TokenCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isHelp;
}
