package io.atomicstore.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.atomicstore.core.LogLimits;
import io.atomicstore.server.conversation.ConversationSettings.WithoutValidator;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.http.HttpSettings;
import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.BindRule;
import io.atomicstore.server.security.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a node, checked. What each does is said where its default is, in {@code
 * reference.conf}.
 *
 * @param grpc where gRPC listens
 * @param http where HTTP listens
 * @param shutdownGrace how long what is in flight may take once the node is to stop
 * @param httpSettings how HTTP is spoken
 */
public record ServerSettings(
    Listener grpc,
    Listener http,
    Path dataDirectory,
    Path backupDirectory,
    Security security,
    Limits limits,
    KeepAlive keepAlive,
    Conversations conversations,
    Logs logs,
    Duration shutdownGrace,
    HttpSettings httpSettings) {

  /** The engine's bytes of one stored event beside its payload and header, generously. */
  private static final int RECORD_OVERHEAD_BYTES = 1_024;

  /**
   * An address to bind.
   *
   * @param path where it was set, for messages
   * @param port 0 is any that is free
   */
  public record Listener(String path, String host, int port) {

    String hostSetting() {
      return path + ".interface";
    }

    String portSetting() {
      return path + ".port";
    }
  }

  /**
   * Who may do what.
   *
   * @param tls null is no TLS
   * @param tokensFile null asks for no tokens
   * @param unprotected what becomes of an address that others reach and that lacks protection
   */
  public record Security(
      @Nullable TlsFiles tls,
      @Nullable Path tokensFile,
      BindRule.Unprotected unprotected,
      Duration reloadInterval) {

    /**
     * Who is admitted, by these settings.
     *
     * @throws io.atomicstore.server.security.UnusableFileException if the token file is of no use
     */
    public AccessControl accessControl() {
      return tokensFile == null ? AccessControl.ofAnybody() : AccessControl.byTokens(tokensFile);
    }

    /** Which addresses may be bound, by these settings. */
    public BindRule bindRule() {
      return new BindRule(
          tlsKind(),
          tokensFile == null ? BindRule.Tokens.NONE : BindRule.Tokens.REQUIRED,
          unprotected);
    }

    private BindRule.Tls tlsKind() {
      if (tls == null) {
        return BindRule.Tls.NONE;
      }
      return tls.trustCertificates() == null ? BindRule.Tls.SERVER : BindRule.Tls.MUTUAL;
    }
  }

  /**
   * What peers may send, and how much is kept for them.
   *
   * @param eventBytesMax of one event, without its header
   * @param headerBytesMax of type, content type and metadata of one event
   * @param metadataEntriesMax of one event
   * @param submissionEventsMax of one submission
   * @param submissionBytesMax of the events of one submission, with their headers
   * @param openSubmissionsMax of one stream, without a result yet
   * @param connectionsMax of each port
   * @param queuedBytesMax that wait for a peer that does not take them
   */
  public record Limits(
      int eventBytesMax,
      int headerBytesMax,
      int metadataEntriesMax,
      int submissionEventsMax,
      int submissionBytesMax,
      int openSubmissionsMax,
      int connectionsMax,
      int queuedBytesMax) {

    /** These limits, as conversations have them. */
    EdgeLimits edgeLimits() {
      return new EdgeLimits(
          eventBytesMax,
          headerBytesMax,
          metadataEntriesMax,
          submissionBytesMax,
          submissionEventsMax,
          openSubmissionsMax,
          queuedBytesMax);
    }
  }

  /**
   * How dead peers are noticed.
   *
   * @param interval of silence before a ping; 10 s at least, since gRPC pings no sooner
   * @param timeout after a ping
   * @param permittedIntervalMin between the pings of a peer
   */
  public record KeepAlive(Duration interval, Duration timeout, Duration permittedIntervalMin) {}

  /**
   * How submissions are decided.
   *
   * @param submissionTimeout of those that do not say
   * @param withoutValidator what becomes of delegated events that nobody is there to validate
   */
  public record Conversations(
      Duration validationTimeout,
      Duration submissionTimeout,
      String timeoutReason,
      WithoutValidator withoutValidator) {}

  /**
   * What the logs hold; as the engine's builder and {@link LogLimits} have it.
   *
   * @param liveLogsMax on this node; everything else is of each log
   */
  public record Logs(
      int waitingEventsMax,
      long waitingBytesMax,
      int rememberedResultsMax,
      int recentIdsMax,
      int tailBytesMax,
      int pageBytesMax,
      int snapshotEvents,
      int liveLogsMax,
      Duration idleTimeout) {}

  /**
   * The settings of a node.
   *
   * @param config all of the configuration, {@code ConfigFactory.load()} say
   * @throws ServerSettingsException naming every setting that is unknown or can't be used
   */
  public static ServerSettings of(Config config) {
    return ServerSettingsReader.read(config);
  }

  /**
   * The settings that environment variables make, to go before a file: what {@code reference.conf}
   * takes from the environment would come after it.
   *
   * @param variables by name; those that belong to no setting are passed over
   */
  public static Config ofEnvironment(Map<String, String> variables) {
    Config defaults = ConfigFactory.defaultReference().getConfig(ServerSettingsReader.ROOT);
    Config settings = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> each : defaults.entrySet()) {
      String name =
          "ATOMIC_STORE_" + each.getKey().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
      String value = variables.get(name);
      if (value != null) {
        settings =
            settings.withValue(
                ServerSettingsReader.ROOT + "." + each.getKey(),
                ConfigValueFactory.fromAnyRef(value, "environment variable " + name));
      }
    }
    return settings;
  }

  /** The same configuration for the node's actor system, as far as these settings decide on it. */
  public Config systemConfig(Config config) {
    return config
        .withValue(
            "atomic-store.rocksdb.directory",
            ConfigValueFactory.fromAnyRef(dataDirectory.toString()))
        .withValue(
            "pekko.http.server.max-connections",
            ConfigValueFactory.fromAnyRef(limits.connectionsMax()));
  }

  /**
   * The engine's limits of one log. Its bytes are those of stored records, in which an event has
   * fields of the store besides: there is room for these, so that what the edge takes the engine
   * takes too.
   */
  public LogLimits logLimits() {
    long storedBytesMax =
        limits.submissionBytesMax() + (long) RECORD_OVERHEAD_BYTES * limits.submissionEventsMax();
    return LogLimits.DEFAULT
        .withWaitingEventsMax(logs.waitingEventsMax())
        .withSubmissionEventsMax(limits.submissionEventsMax())
        .withBytesMax(Math.max(logs.waitingBytesMax(), storedBytesMax), (int) storedBytesMax)
        .withRememberedResultsMax(logs.rememberedResultsMax())
        .withRecentIdsMax(logs.recentIdsMax())
        .withValidationTimeout(conversations.validationTimeout());
  }
}
