package io.atomicstore.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.server.AtomicStoreServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Has Java load the classes that commands use, so that the {@code atomic-store} script can keep
 * them in an archive from which they load faster: starts a node in a temporary directory, runs
 * commands against it, and stops it.
 */
final class ClassDataTraining {

  private ClassDataTraining() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("atomic-store-training-");
    try (AtomicStoreServer server = AtomicStoreServer.start(settings(directory))) {
      String address = "127.0.0.1:" + server.grpcPort();
      for (List<String> command : commands(address)) {
        runQuietly(command);
      }
    } finally {
      remove(directory);
    }
  }

  private static Config settings(Path directory) {
    return ConfigFactory.parseMap(
        Map.of(
            "atomic-store.server.data-directory", directory.resolve("data").toString(),
            "atomic-store.server.grpc.port", 0,
            "atomic-store.server.http.port", 0));
  }

  private static List<List<String>> commands(String address) {
    return List.of(
        List.of("--help"),
        List.of("append", "--help"),
        List.of("append", "training", "{\"n\":1}", "--address", address),
        List.of("append", "training", "second", "--json", "--address", address),
        List.of("query", "training", "--address", address),
        List.of("query", "training", "--json", "--address", address),
        List.of("scopes", "--address", address),
        List.of("export", "--address", address),
        List.of("verify", "--address", address),
        List.of("result", "training", "019b7d86-9c00-7000-8000-000000000001", "--address", address),
        List.of("query", "nothing", "--address", address));
  }

  private static void runQuietly(List<String> command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false);
    var unused = AtomicStoreCommand.run(console, command.toArray(new String[0]));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
