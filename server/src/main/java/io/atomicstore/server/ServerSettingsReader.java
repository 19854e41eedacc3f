package io.atomicstore.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import io.atomicstore.server.ServerSettings.Conversations;
import io.atomicstore.server.ServerSettings.KeepAlive;
import io.atomicstore.server.ServerSettings.Limits;
import io.atomicstore.server.ServerSettings.Listener;
import io.atomicstore.server.ServerSettings.Logs;
import io.atomicstore.server.ServerSettings.Security;
import io.atomicstore.server.conversation.ConversationSettings.WithoutValidator;
import io.atomicstore.server.http.HttpSettings;
import io.atomicstore.server.security.BindRule.Unprotected;
import io.atomicstore.server.security.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a node, all of them before it says what is wrong with any. */
final class ServerSettingsReader {

  static final String ROOT = "atomic-store.server";

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int TIMEOUT_REASON_BYTES_MAX = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration TENTH_OF_SECOND = Duration.ofMillis(100);
  private static final Duration HUNDREDTH_OF_SECOND = Duration.ofMillis(10);

  private final ServerSettingsValues values;

  private ServerSettingsReader(ServerSettingsValues values) {
    this.values = values;
  }

  static ServerSettings read(Config config) {
    ServerSettingsValues values = new ServerSettingsValues(config, ROOT);
    ServerSettings settings = new ServerSettingsReader(values).settings();
    values.finish();
    return settings;
  }

  private ServerSettings settings() {
    Limits limits = limits();
    Logs logs = logs();
    compare(limits, logs);
    KeepAlive keepAlive = keepAlive();
    Conversations conversations = conversations();
    return new ServerSettings(
        listener("grpc"),
        listener("http"),
        values.directory("data-directory"),
        values.directory("backup-directory"),
        security(),
        limits,
        keepAlive,
        conversations,
        logs,
        values.duration("shutdown-grace", Duration.ZERO, HOUR),
        http(limits, keepAlive, conversations));
  }

  private void compare(Limits limits, Logs logs) {
    values.requireAtMost(
        "limits.event-bytes-max",
        limits.eventBytesMax(),
        "limits.submission-bytes-max",
        limits.submissionBytesMax());
    values.requireAtMost(
        "limits.submission-bytes-max",
        limits.submissionBytesMax(),
        "logs.waiting-bytes-max",
        logs.waitingBytesMax());
    values.requireAtMost(
        "limits.submission-events-max",
        limits.submissionEventsMax(),
        "logs.waiting-events-max",
        logs.waitingEventsMax());
  }

  private Listener listener(String edge) {
    return new Listener(
        ROOT + "." + edge,
        values.text(edge + ".interface"),
        values.number(edge + ".port", 0, 65_535));
  }

  private Security security() {
    return new Security(
        tls(),
        values.file("security.tokens-file"),
        values.isOn("insecure-bind-without-tls-and-tokens")
            ? Unprotected.ALLOWED
            : Unprotected.REFUSED,
        values.duration("security.reload-interval", TENTH_OF_SECOND, HOUR));
  }

  private @Nullable TlsFiles tls() {
    Path certificates = values.file("security.certificates-file");
    Path privateKey = values.file("security.private-key-file");
    Path trusted = values.file("security.trust-certificates-file");
    if (certificates != null && privateKey != null) {
      return new TlsFiles(certificates, privateKey, trusted);
    }
    values.require(
        certificates == null, "security.private-key-file", "set with security.certificates-file");
    values.require(
        privateKey == null, "security.certificates-file", "set with security.private-key-file");
    values.require(
        trusted == null || certificates != null || privateKey != null,
        "security.certificates-file",
        "set with security.trust-certificates-file");
    return null;
  }

  private Limits limits() {
    return new Limits(
        values.bytes("limits.event-bytes-max", KIB, 64 * MIB),
        values.bytes("limits.header-bytes-max", 64, MIB),
        values.number("limits.metadata-entries-max", 0, 10_000),
        values.number("limits.submission-events-max", 1, 10_000),
        values.bytes("limits.submission-bytes-max", KIB, 64 * MIB),
        values.number("limits.open-submissions-max", 1, 1_000_000),
        values.number("limits.connections-max", 1, 1_000_000),
        values.bytes("limits.queued-bytes-max", MIB, 1024 * MIB));
  }

  private KeepAlive keepAlive() {
    return new KeepAlive(
        values.duration("keep-alive.interval", TEN_SECONDS, HOUR),
        values.duration("keep-alive.timeout", TENTH_OF_SECOND, HOUR),
        values.duration("keep-alive.permitted-interval-min", Duration.ZERO, HOUR));
  }

  private Conversations conversations() {
    String timeoutReason = values.text("conversations.timeout-reason");
    values.require(
        timeoutReason.getBytes(UTF_8).length <= TIMEOUT_REASON_BYTES_MAX,
        "conversations.timeout-reason",
        "at most " + TIMEOUT_REASON_BYTES_MAX + " bytes of UTF-8");
    return new Conversations(
        values.duration("conversations.validation-timeout", HUNDREDTH_OF_SECOND, HOUR),
        values.duration(
            "conversations.submission-timeout", HUNDREDTH_OF_SECOND, Duration.ofDays(1)),
        timeoutReason,
        values.oneOf("conversations.without-validator", WithoutValidator.values()));
  }

  private Logs logs() {
    return new Logs(
        values.number("logs.waiting-events-max", 1, 10_000_000),
        values.longBytes("logs.waiting-bytes-max", KIB, 8192L * MIB),
        values.number("logs.remembered-results-max", 0, 1_000_000),
        values.number("logs.recent-ids-max", 1, 1_000_000),
        values.bytes("logs.tail-bytes-max", 0, 1024 * MIB),
        values.bytes("logs.page-bytes-max", KIB, 16 * MIB),
        values.number("logs.snapshot-events", 1, 1_000_000_000),
        values.number("logs.live-logs-max", 1, 100_000_000),
        values.duration("logs.idle-timeout", HUNDREDTH_OF_SECOND, Duration.ofDays(365)));
  }

  private HttpSettings http(Limits limits, KeepAlive keepAlive, Conversations conversations) {
    Duration idle = values.duration("http.idle-timeout", Duration.ofSeconds(1), HOUR);
    Duration heartbeat = values.duration("http.heartbeat-interval", TENTH_OF_SECOND, HOUR);
    values.requireAtMost(
        "http.heartbeat-interval", heartbeat.toMillis(), "http.idle-timeout", idle.toMillis());
    return new HttpSettings(
        limits.connectionsMax(),
        new HttpSettings.Timeouts(
            values.duration("http.body-timeout", TENTH_OF_SECOND, HOUR),
            conversations.submissionTimeout(),
            values.duration("http.answer-timeout", TENTH_OF_SECOND, HOUR),
            idle),
        new HttpSettings.Liveness(
            heartbeat, keepAlive.interval(), keepAlive.interval().plus(keepAlive.timeout())),
        values.words("http.allowed-origins"),
        values.words("http.hosts"));
  }
}
