package io.atomicstore.cli;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.server.security.Verb;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** All subcommands there are. */
final class Commands {

  private static final String EXIT_CODES_HEADING = "%nExit codes:%n";

  private Commands() {}

  /**
   * The command with its subcommands; with one alone if the arguments name it, since to look at all
   * of them takes longer than most commands.
   */
  static CommandLine of(Console console, String... arguments) {
    CommandLine command = new CommandLine(new AtomicStoreCommand());
    listExitCodes(command, ExitCode.table());
    Map<String, Supplier<CommandLine>> all = all(console);
    String first = arguments.length == 0 ? "" : arguments[0];
    if (all.containsKey(first) && !first.equals("completion")) {
      all.keySet().retainAll(Set.of(first));
    }
    all.forEach((name, subcommand) -> command.addSubcommand(name, subcommand.get()));
    return command
        .registerConverter(Duration.class, new Durations())
        .registerConverter(ScopeId.class, of(ScopeId::new))
        .registerConverter(EventId.class, of(EventId::parse))
        .registerConverter(Verb.class, of(Verb::parse))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static Map<String, Supplier<CommandLine>> all(Console console) {
    Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
    all.put("serve", () -> of(new ServeCommand(console)));
    all.put("append", () -> of(new AppendCommand(console)));
    all.put("query", () -> of(new QueryCommand(console)));
    all.put("tail", () -> of(new TailCommand(console)));
    all.put("scopes", () -> of(new ScopesCommand(console)));
    all.put("result", () -> of(new ResultCommand(console)));
    all.put("demo", () -> of(new DemoCommand(console)));
    all.put("export", () -> of(new ExportCommand(console)));
    all.put("import", () -> of(new ImportCommand(console)));
    all.put("backup", () -> of(new BackupCommand(console)));
    all.put("restore", () -> of(new RestoreCommand(console)));
    all.put("verify", () -> of(new VerifyCommand(console)));
    all.put("bench", () -> of(new BenchCommand(console)));
    all.put("token", () -> token(console));
    all.put("completion", () -> of(new CompletionCommand(console)));
    return all;
  }

  private static CommandLine token(Console console) {
    Clock clock = Clock.systemUTC();
    return new CommandLine(new TokenCommand())
        .addSubcommand(of(new TokenCreateCommand(console, clock)))
        .addSubcommand(of(new TokenListCommand(console, clock)))
        .addSubcommand(of(new TokenRevokeCommand(console)));
  }

  private static CommandLine of(Subcommand subcommand) {
    CommandLine command = new CommandLine(subcommand);
    listExitCodes(command, ExitCode.table(subcommand.exitCodes()));
    return command;
  }

  private static void listExitCodes(CommandLine command, Map<String, String> table) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading(EXIT_CODES_HEADING);
    usage.exitCodeList(table);
  }

  /** Reads a value that says itself what was expected. */
  private static <T> ITypeConverter<T> of(Function<String, T> reader) {
    return text -> {
      try {
        return reader.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
