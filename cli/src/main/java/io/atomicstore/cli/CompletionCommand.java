package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atomic-store completion}. */
@Command(
    name = "completion",
    header = "Prints a script for shell completion.",
    description = {
      "To have subcommands and options completed:",
      "  source <(atomic-store completion bash)",
      "  source <(atomic-store completion zsh)",
      ""
    })
final class CompletionCommand implements Subcommand {

  /** The shells that have one. */
  enum Shell {
    bash,
    zsh
  }

  private static final String FOR_ZSH =
      "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n";

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  @Spec private CommandSpec spec;

  private final Console console;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return List.of(ExitCode.DONE);
  }

  @Override
  public ExitCode run() {
    CommandLine all = spec.root().commandLine();
    String script = AutoComplete.bash("atomic-store", all);
    String whole = shell == Shell.zsh ? FOR_ZSH + script : script;
    if (output.isJson()) {
      console.print(
          JsonNodeFactory.instance.objectNode().put("shell", shell.name()).put("script", whole));
    } else {
      console.print(whole);
    }
    return ExitCode.DONE;
  }
}
