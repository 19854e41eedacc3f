package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells the user what went wrong, on standard error. */
final class Failures {

  private Failures() {}

  /** The arguments are wrong. */
  static int tell(Console console, ParameterException failure, String[] arguments) {
    String name = failure.getCommandLine().getCommandSpec().qualifiedName();
    String message = failure.getMessage() + " (see " + name + " --help)";
    boolean isJson = Arrays.asList(arguments).contains("--json");
    return tell(console, name, isJson, new Failure(ExitCode.BAD_USAGE, List.of(message)));
  }

  /** The run went wrong. */
  static int tell(Console console, Exception failure, CommandLine failed) {
    boolean isJson =
        failed.getCommandSpec().mixins().containsKey(OutputOptions.NAME)
            && ((OutputOptions)
                    failed.getCommandSpec().mixins().get(OutputOptions.NAME).userObject())
                .isJson();
    return tell(console, failed.getCommandSpec().qualifiedName(), isJson, Failure.of(failure));
  }

  private static int tell(Console console, String name, boolean isJson, Failure failure) {
    if (isJson) {
      console.tell(
          JsonNodeFactory.instance
              .objectNode()
              .put("error", failure.exitCode().name())
              .put("exitCode", failure.exitCode().code())
              .put("message", String.join("; ", failure.lines()))
              .toString());
    } else {
      failure.lines().forEach(line -> console.tell(name + ": " + line.replaceAll("\\R", " ")));
    }
    return failure.exitCode().code();
  }
}
