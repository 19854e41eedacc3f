package io.atomicstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import io.atomicstore.core.LogLimits;
import io.atomicstore.server.conversation.ConversationSettings.WithoutValidator;
import io.atomicstore.server.security.BindRule.Tls;
import io.atomicstore.server.security.BindRule.Tokens;
import io.atomicstore.server.security.BindRule.Unprotected;
import io.atomicstore.server.security.TlsFiles;
import io.atomicstore.server.security.UnusableFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerSettingsTest {

  private static final String ROOT = "atomic-store.server.";

  /** The defaults, and on top of them lines below {@code atomic-store.server}. */
  private static ServerSettings settings(String... lines) {
    return ServerSettings.of(config(lines));
  }

  private static Config config(String... lines) {
    String text = "atomic-store.server {\n" + String.join("\n", lines) + "\n}";
    return ConfigFactory.load(ConfigFactory.parseString(text));
  }

  /** The defaults in an environment that has those variables. */
  private static ServerSettings inEnvironment(Map<String, String> environment) {
    // Where a substitution finds nothing in the configuration it looks into the environment.
    return ServerSettings.of(
        ConfigFactory.parseMap(environment)
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false)));
  }

  @Test
  void hasSafeDefaults() {
    ServerSettings settings = settings();

    assertThat(settings.grpc().host()).isEqualTo("127.0.0.1");
    assertThat(settings.grpc().port()).isEqualTo(7700);
    assertThat(settings.grpc().hostSetting()).isEqualTo(ROOT + "grpc.interface");
    assertThat(settings.http().port()).isEqualTo(7701);
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("atomic-store-data"));
    assertThat(settings.security().tls()).isNull();
    assertThat(settings.security().tokensFile()).isNull();
    assertThat(settings.security().unprotected()).isEqualTo(Unprotected.REFUSED);
    assertThat(settings.limits().eventBytesMax()).isEqualTo(1 << 20);
    assertThat(settings.conversations().validationTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.conversations().timeoutReason()).isEqualTo("timed out");
    assertThat(settings.conversations().withoutValidator()).isEqualTo(WithoutValidator.WAIT);
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void isToldByTheEnvironment() {
    ServerSettings settings =
        inEnvironment(
            Map.of(
                "ATOMIC_STORE_GRPC_PORT", "17700",
                "ATOMIC_STORE_HTTP_INTERFACE", "0.0.0.0",
                "ATOMIC_STORE_DATA_DIRECTORY", "/var/lib/atomic store",
                "ATOMIC_STORE_SECURITY_TOKENS_FILE", "/etc/tokens",
                "ATOMIC_STORE_LIMITS_QUEUED_BYTES_MAX", "8 MiB",
                "ATOMIC_STORE_CONVERSATIONS_VALIDATION_TIMEOUT", "250ms",
                "ATOMIC_STORE_CONVERSATIONS_WITHOUT_VALIDATOR", "refuse",
                "ATOMIC_STORE_INSECURE_BIND_WITHOUT_TLS_AND_TOKENS", "on"));

    assertThat(settings.grpc().port()).isEqualTo(17700);
    assertThat(settings.http().host()).isEqualTo("0.0.0.0");
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("/var/lib/atomic store"));
    assertThat(settings.security().tokensFile()).isEqualTo(Path.of("/etc/tokens"));
    assertThat(settings.limits().queuedBytesMax()).isEqualTo(8 << 20);
    assertThat(settings.conversations().validationTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.conversations().withoutValidator()).isEqualTo(WithoutValidator.REFUSE);
    assertThat(settings.security().unprotected()).isEqualTo(Unprotected.ALLOWED);
  }

  @Test
  void canPutTheEnvironmentBeforeAFile() {
    Config file =
        ConfigFactory.parseString(
            ROOT + "grpc.port = 1, " + ROOT + "http.port = 2, " + ROOT + "shutdown-grace = never");
    Config environment =
        ServerSettings.ofEnvironment(
            Map.of(
                "ATOMIC_STORE_GRPC_PORT", "17700",
                "ATOMIC_STORE_SHUTDOWN_GRACE", "3s",
                "ATOMIC_STORE_TOKEN", "is of the command line",
                "PATH", "/bin"));

    ServerSettings settings = ServerSettings.of(ConfigFactory.load(environment.withFallback(file)));

    assertThat(settings.grpc().port()).isEqualTo(17700);
    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(3));
    assertThat(environment.entrySet()).hasSize(2);
  }

  @Test
  void namesTheVariableThatIsWrong() {
    Config environment =
        ServerSettings.ofEnvironment(Map.of("ATOMIC_STORE_LOGS_TAIL_BYTES_MAX", "much"));

    assertThatThrownBy(() -> ServerSettings.of(ConfigFactory.load(environment)))
        .isInstanceOf(ServerSettingsException.class)
        .hasMessageEndingWith(
            "found 'much' (environment variable ATOMIC_STORE_LOGS_TAIL_BYTES_MAX)");
  }

  @Test
  void saysWhatIsWrongInTheEnvironment() {
    assertThatThrownBy(() -> inEnvironment(Map.of("ATOMIC_STORE_GRPC_PORT", "grpc")))
        .isInstanceOf(ServerSettingsException.class)
        .hasMessageContaining(ROOT + "grpc.port must be a whole number from 0 to 65535")
        .hasMessageContaining("found 'grpc'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "grpc.port; -1; a whole number from 0 to 65535, found '-1'",
        "grpc.port; 65536; a whole number from 0 to 65535, found '65536'",
        "http.port; 7.5; a whole number from 0 to 65535, found '7.5'",
        "http.port; 99999999999; a whole number from 0 to 65535, found '99999999999'",
        "http.port; null; a whole number from 0 to 65535, found none",
        "http.port; [1]; a whole number from 0 to 65535, found '[1]'",
        "http.interface; ` `; a text that is not empty, found",
        "grpc.interface; {a = 1}; a text, found '{a=1}'",
        "data-directory; ``; the path of a directory, found ''",
        "data-directory; \"\\u0000\"; the path of a file, or nothing, found",
        "insecure-bind-without-tls-and-tokens; maybe; on or off, found 'maybe'",
        "security.tokens-file; {}; the path of a file, or nothing, found '{}'",
        "security.reload-interval; 1ms; a duration from 0.1s to 1h, found '1ms'",
        "security.reload-interval; soon; a duration from 0.1s to 1h, found 'soon'",
        "limits.event-bytes-max; 1023; bytes from 1024 to 67108864, found '1023'",
        "limits.event-bytes-max; 65 MiB; bytes from 1024 to 67108864, found '65 MiB'",
        "limits.event-bytes-max; 1 lot; bytes from 1024 to 67108864, found '1 lot'",
        "limits.event-bytes-max; 2 MiB; at most limits.submission-bytes-max, 1048576, found",
        "limits.header-bytes-max; 63; bytes from 64 to 1048576",
        "limits.metadata-entries-max; -1; a whole number from 0 to 10000",
        "limits.submission-events-max; 0; a whole number from 1 to 10000",
        "limits.submission-bytes-max; -1; bytes from 1024 to 67108864",
        "limits.open-submissions-max; 0; a whole number from 1 to 1000000",
        "limits.connections-max; 0; a whole number from 1 to 1000000",
        "limits.queued-bytes-max; 1 KiB; bytes from 1048576 to 1073741824",
        "keep-alive.interval; 9999ms; a duration from 10s to 1h",
        "keep-alive.timeout; 2h; a duration from 0.1s to 1h",
        "keep-alive.permitted-interval-min; -1s; a duration from 0s to 1h",
        "conversations.validation-timeout; 9ms; a duration from 0.01s to 1h",
        "conversations.submission-timeout; 25h; a duration from 0.01s to 24h",
        "conversations.timeout-reason; ``; a text that is not empty",
        "conversations.without-validator; WAIT; 'wait' or 'refuse', found 'WAIT'",
        "logs.waiting-events-max; 0; a whole number from 1 to 10000000",
        "logs.waiting-bytes-max; 9 GiB; bytes from 1024 to 8589934592",
        "logs.remembered-results-max; -1; a whole number from 0 to 1000000",
        "logs.recent-ids-max; 0; a whole number from 1 to 1000000",
        "logs.tail-bytes-max; 2 GiB; bytes from 0 to 1073741824",
        "logs.page-bytes-max; 1; bytes from 1024 to 16777216",
        "logs.snapshot-events; 0; a whole number from 1 to 1000000000",
        "logs.live-logs-max; 0; a whole number from 1 to 100000000",
        "logs.idle-timeout; 366d; a duration from 0.01s to 8760h",
        "shutdown-grace; 61m; a duration from 0s to 1h"
      })
  void saysWhatWasExpectedAndWhatWasFound(String path, String value, String expected) {
    String literal = value.isBlank() ? "\"" + value + "\"" : value;

    assertThatThrownBy(() -> settings(path + " = " + literal))
        .isInstanceOfSatisfying(
            ServerSettingsException.class,
            faulty ->
                assertThat(faulty.faults())
                    .singleElement()
                    .asString()
                    .startsWith(ROOT + path + " must be " + expected));
  }

  @Test
  void refusesAReasonThatIsTooLong() {
    assertThatThrownBy(() -> settings("conversations.timeout-reason = " + "ы".repeat(501)))
        .hasMessageContaining("at most 1000 bytes of UTF-8");
  }

  @Test
  void comparesLimitsWithEachOther() {
    assertThatThrownBy(
            () -> settings("logs.waiting-bytes-max = 64 KiB", "logs.waiting-events-max = 10"))
        .isInstanceOfSatisfying(
            ServerSettingsException.class,
            faulty ->
                assertThat(faulty.faults())
                    .anySatisfy(
                        fault ->
                            assertThat(fault)
                                .contains("submission-bytes-max must be at most logs.waiting"))
                    .anySatisfy(
                        fault ->
                            assertThat(fault)
                                .contains("submission-events-max must be at most logs.waiting"))
                    .hasSize(2));
  }

  @Test
  void namesEverySettingThatIsUnknown() {
    assertThatThrownBy(
            () ->
                settings(
                    "grpc.prot = 1",
                    "limits { events-bytes-max = 1 }",
                    "\"grpc.port\" = 1",
                    "tls {}"))
        .isInstanceOfSatisfying(
            ServerSettingsException.class,
            faulty -> {
              assertThat(faulty.faults()).hasSize(3);
              assertThat(faulty.getMessage())
                  .contains(ROOT + "grpc.prot is not a setting (String: 2)")
                  .contains(ROOT + "limits.events-bytes-max is not a setting")
                  .contains(ROOT + "\"grpc.port\" is not a setting");
            });
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> settings("grpc.port = -1", "grpc.prot = 1", "shutdown-grace = x"))
        .isInstanceOfSatisfying(
            ServerSettingsException.class, faulty -> assertThat(faulty.faults()).hasSize(3));
  }

  @Test
  void saysWhatIsMissingWithoutItsReference() {
    assertThatThrownBy(() -> ServerSettings.of(ConfigFactory.empty()))
        .isInstanceOf(ServerSettingsException.class)
        .hasMessageContaining("grpc.port must be a whole number from 0 to 65535, found none");
  }

  @Test
  void wantsCertificateAndKeyTogether() {
    assertThatThrownBy(() -> settings("security.certificates-file = a"))
        .hasMessageContaining("security.private-key-file must be set with");
    assertThatThrownBy(() -> settings("security.private-key-file = a"))
        .hasMessageContaining("security.certificates-file must be set with");
    assertThatThrownBy(() -> settings("security.trust-certificates-file = a"))
        .hasMessageContaining("security.certificates-file must be set with");
  }

  @Test
  void tellsHowANodeIsProtected() {
    ServerSettings bare = settings("insecure-bind-without-tls-and-tokens = on");
    ServerSettings protectedByAll =
        settings(
            "security.certificates-file = c",
            "security.private-key-file = k",
            "security.trust-certificates-file = t",
            "security.tokens-file = none");

    assertThat(bare.security().bindRule().tls()).isEqualTo(Tls.NONE);
    assertThat(bare.security().bindRule().tokens()).isEqualTo(Tokens.NONE);
    assertThat(bare.security().bindRule().unprotected()).isEqualTo(Unprotected.ALLOWED);
    assertThat(bare.security().accessControl()).isNotNull();
    assertThat(protectedByAll.security().tls())
        .isEqualTo(new TlsFiles(Path.of("c"), Path.of("k"), Path.of("t")));
    assertThat(protectedByAll.security().bindRule().tls()).isEqualTo(Tls.MUTUAL);
    assertThat(protectedByAll.security().bindRule().tokens()).isEqualTo(Tokens.REQUIRED);
    assertThatThrownBy(() -> protectedByAll.security().accessControl())
        .isInstanceOf(UnusableFileException.class);
    assertThat(
            settings("security.certificates-file = c", "security.private-key-file = k")
                .security()
                .bindRule()
                .tls())
        .isEqualTo(Tls.SERVER);
  }

  @Test
  void leavesRoomInTheEngineForWhatTheEdgeTakes() {
    LogLimits limits =
        settings("limits.submission-events-max = 10", "logs.waiting-bytes-max = 1 MiB").logLimits();

    assertThat(limits.submissionBytesMax()).isEqualTo((1 << 20) + 10 * 1_024);
    assertThat(limits.waitingBytesMax()).isEqualTo(limits.submissionBytesMax());
    assertThat(limits.submissionEventsMax()).isEqualTo(10);
    assertThat(settings().logLimits())
        .isEqualTo(
            LogLimits.DEFAULT.withBytesMax(
                LogLimits.DEFAULT.waitingBytesMax(), (1 << 20) + 1_000 * 1_024));
  }

  @Test
  void passesOnWhatTheActorSystemHasToKnow() {
    Config config = config("data-directory = elsewhere", "limits.connections-max = 12");

    Config system = ServerSettings.of(config).systemConfig(config);

    assertThat(system.getString("atomic-store.rocksdb.directory")).isEqualTo("elsewhere");
    assertThat(system.getInt("pekko.http.server.max-connections")).isEqualTo(12);
    assertThat(
            ServerSettings.of(
                    ConfigFactory.load(
                        ConfigFactory.parseString("atomic-store.rocksdb.directory = there")))
                .dataDirectory())
        .isEqualTo(Path.of("there"));
  }
}
