package io.atomicstore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.server.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The {@code atomic-store} command. What is wrong with its input it says in one line. */
@Command(
    name = "atomic-store",
    description = {"Strictly consistent event logs: a node, and what is done with one.", ""},
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = AtomicStoreCommand.OfThisBuild.class,
    commandListHeading = "%nCommands:%n",
    footer = {"", "atomic-store COMMAND --help tells more of a command."})
public final class AtomicStoreCommand {

  /** Set by the script, since Java can't tell whether standard error is a terminal. */
  private static final String TERMINAL_PROPERTY = "atomic-store.terminal";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isHelp;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isVersion;

  AtomicStoreCommand() {}

  public static void main(String[] arguments) {
    // gRPC logs by java.util.logging, which would write to standard error in a form of its own.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    boolean isTerminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    Console console =
        new Console(
            System.in,
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
            isTerminal);
    System.exit(run(console, arguments));
  }

  /** Runs the command in this process and returns its exit code. */
  static int run(Console console, String... arguments) {
    CommandLine command = Commands.of(console, arguments);
    int exitCode =
        command
            .setOut(new PrintWriter(console.out(), true, UTF_8))
            .setErr(new PrintWriter(console.err(), true, UTF_8))
            .setParameterExceptionHandler((e, given) -> Failures.tell(console, e, given))
            .setExecutionExceptionHandler((e, failed, parsed) -> Failures.tell(console, e, failed))
            .execute(arguments);
    if (exitCode == ExitCode.DONE.code() && console.isGone()) {
      console.tell("atomic-store: standard output can't be written, or is not read any more");
      return ExitCode.BAD_USAGE.code();
    }
    return exitCode;
  }

  /** Tells the version. */
  static final class OfThisBuild implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"atomic-store " + Version.text()};
    }
  }
}
