package io.atomicstore.examples.auction.demo;

import io.atomicstore.journal.rocksdb.StoreUnavailableException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The {@code atomic-store} command. What is wrong with its input it says in one line. */
@Command(name = "atomic-store", description = "Strictly consistent event logs.")
public final class AtomicStoreCommand {

  static final int UNUSABLE_INPUT = 2;
  private static final int FAULT = 1;

  /** Set by the script, since Java can't tell whether standard error is a terminal. */
  private static final String TERMINAL_PROPERTY = "atomic-store.terminal";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isHelp;

  private AtomicStoreCommand() {}

  public static void main(String[] arguments) {
    boolean isTerminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    System.exit(run(System.out, System.err, isTerminal, arguments));
  }

  /** Runs the command in this process and returns its exit code. */
  static int run(PrintStream out, PrintStream err, boolean isTerminal, String... arguments) {
    return new CommandLine(new AtomicStoreCommand())
        .addSubcommand(new DemoCommand(out, err, isTerminal))
        .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
        .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
        .setParameterExceptionHandler((e, args) -> tell(e.getCommandLine(), e, UNUSABLE_INPUT))
        .setExecutionExceptionHandler((e, command, parsed) -> tell(command, e, exitCode(e)))
        .execute(arguments);
  }

  private static int exitCode(Exception e) {
    return e instanceof InvalidInputException || e instanceof StoreUnavailableException
        ? UNUSABLE_INPUT
        : FAULT;
  }

  private static int tell(CommandLine command, Exception e, int exitCode) {
    String name = command.getCommandSpec().qualifiedName();
    String help = e instanceof ParameterException ? " (see " + name + " --help)" : "";
    String what = exitCode == FAULT ? e.toString() : String.valueOf(e.getMessage());
    command.getErr().println(name + ": " + what.replaceAll("\\R", " ") + help);
    return exitCode;
  }
}
