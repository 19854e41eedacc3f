package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import io.atomicstore.server.AtomicStoreServer;
import io.atomicstore.server.ServerSettings;
import io.atomicstore.server.UnusableAddressException;
import io.atomicstore.server.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store serve}. */
@Command(
    name = "serve",
    header = "Runs a node, in the foreground.",
    description = {
      "Until Ctrl-C or SIGTERM: it stops in good order then, and answers what is in flight before."
          + " Prints one line when it listens, with the"
          + " addresses that are bound; its log goes to standard error.",
      "",
      "What counts, the first where several say something: options, --set, environment"
          + " variables (ATOMIC_STORE_...), the file, defaults. All settings are described in"
          + " server/src/main/resources/reference.conf.",
      ""
    })
final class ServeCommand implements Subcommand {

  private static final String ROOT = "atomic-store.server";
  private static final Duration STOPPING_MAX = Duration.ofHours(2);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in HOCON, under " + ROOT + ".")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One setting under "
              + ROOT
              + ", for example limits.event-bytes-max=2MiB. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the events are, default atomic-store-data. Created if missing.")
  private @Nullable Path data;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "Where originators connect, default 7700; 0 is any port that is free.")
  private @Nullable Integer grpcPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Where browsers and curl connect, default 7701; 0 is any port that is free.")
  private @Nullable Integer httpPort;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "ERROR, WARN, INFO or DEBUG, default INFO. Contents of events are never logged.")
  private LogLevel logLevel = LogLevel.INFO;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  private enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(ExitCodes.OF_DIRECTORIES, ExitCode.BAD_SETTINGS, ExitCode.PORT_IN_USE);
  }

  @Override
  public ExitCode run() throws InterruptedException, UnusableAddressException {
    // Read when the first logger is made; commands of a moment log nothing.
    System.setProperty("atomic-store.log-level", logLevel.name());
    CountDownLatch stopping = new CountDownLatch(1);
    Interruption interruption = Interruption.listen(stopping::countDown, STOPPING_MAX);
    ExitCode exitCode = ExitCode.FAULT;
    try (AtomicStoreServer server = start()) {
      announce(server);
      stopping.await();
      exitCode = ExitCode.DONE;
    } finally {
      interruption.finish(exitCode);
    }
    return exitCode;
  }

  private AtomicStoreServer start() throws UnusableAddressException {
    try {
      return AtomicStoreServer.start(config());
    } catch (ConfigException | IllegalStateException e) {
      throw new FailedException(ExitCode.BAD_SETTINGS, String.valueOf(e.getMessage()), e);
    }
  }

  private Config config() {
    Config fromFile =
        config == null
            ? ConfigFactory.empty()
            : ConfigFactory.parseFile(
                config.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    return options()
        .withFallback(ServerSettings.ofEnvironment(System.getenv()))
        .withFallback(fromFile);
  }

  private Config options() {
    Map<String, Object> options = new LinkedHashMap<>();
    settings.forEach((key, value) -> options.put(pathOf(key), value));
    put(options, "data-directory", data);
    put(options, "grpc.port", grpcPort);
    put(options, "http.port", httpPort);
    return ConfigFactory.parseMap(options, "command line");
  }

  private static String pathOf(String key) {
    String path =
        key.startsWith("atomic-store.") || key.startsWith("pekko.") ? key : ROOT + "." + key;
    var unused = ConfigUtil.splitPath(path);
    return path;
  }

  private static void put(Map<String, Object> options, String key, @Nullable Object given) {
    if (given != null) {
      options.put(ROOT + "." + key, given instanceof Path path ? path.toString() : given);
    }
  }

  private void announce(AtomicStoreServer server) {
    if (output.isJson()) {
      console.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("version", Version.text())
              .put("grpc", server.grpcAddress())
              .put("http", server.httpAddress()));
    } else {
      console.print(
          "atomic-store "
              + Version.text()
              + " listens: gRPC on "
              + server.grpcAddress()
              + ", HTTP on "
              + server.httpAddress());
    }
    console.out().flush();
  }
}
