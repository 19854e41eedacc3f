package io.atomicstore.cli;

import picocli.CommandLine.Option;

/** Options of every subcommand. */
final class OutputOptions {

  /** Under this name commands mix them in. */
  static final String NAME = "output";

  @Option(
      names = "--json",
      description =
          "Print for programs: JSON on standard output, one object a line; no progress; an error"
              + " is an object on standard error.")
  private boolean isJson;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isHelp;

  boolean isJson() {
    return isJson;
  }
}
