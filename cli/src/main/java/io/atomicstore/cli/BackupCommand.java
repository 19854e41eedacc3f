package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.atomicstore.protocol.BackupRequest;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.server.OfflineStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store backup}. */
@Command(
    name = "backup",
    header = "Copies a store as it is at one moment.",
    description = {
      "That of a node while it goes on, into a directory of that name in its backup-directory, on its"
          + " machine; or with --data and --to that of a node that does not run. \"restore\" makes a"
          + " data directory of it.",
      ""
    })
final class BackupCommand implements Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Of the backup: letters, digits, '-', '_' and '.'.")
  private @Nullable String name;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Copy the store in this data directory, which nobody has open.")
  private @Nullable Path data;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "With --data: where to; must not exist.")
  private @Nullable Path to;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  BackupCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_CONNECTIONS, ExitCode.DAMAGED, ExitCode.DIRECTORY_IN_USE);
  }

  @Override
  public ExitCode run() throws IOException {
    if (data != null && to != null && name == null) {
      show(to.toString(), offline(data, to));
      return ExitCode.DONE;
    } else if (name == null || data != null || to != null) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          "expected NAME alone, or --data and --to together, found "
              + (name == null && data == null && to == null ? "none of them" : "something else"));
    }
    try (Node node = connection.connect()) {
      BackupResponse response =
          node.administration().backup(BackupRequest.newBuilder().setName(name).build());
      show(response.getDirectory(), response.getBytes());
      return ExitCode.DONE;
    }
  }

  private static long offline(Path data, Path to) throws IOException {
    if (Files.exists(to)) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--to " + to + ": expected nothing there yet, found something");
    }
    Path absolute = to.toAbsolutePath().normalize();
    Files.createDirectories(absolute.getParent());
    try (OfflineStore store = OfflineVerification.open(data)) {
      store.copyTo(absolute);
    }
    try (Stream<Path> files = Files.walk(absolute)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void show(String directory, long bytes) {
    if (output.isJson()) {
      console.print(
          JsonNodeFactory.instance.objectNode().put("directory", directory).put("bytes", bytes));
    } else {
      console.print(String.format(Locale.ROOT, "backed up %,d bytes to %s", bytes, directory));
    }
  }
}
