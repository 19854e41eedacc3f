package io.atomicstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may be told. */
final class SettingsTest {

  private final AtomicStoreClientBuilder builder = AtomicStoreClient.builder("localhost:7700");

  @ParameterizedTest
  @CsvSource({
    "localhost:7700, true",
    "127.0.0.1:1, true",
    "[::1]:65535, true",
    "127.example.org:7700, false",
    "store.example.org:7700, false",
    "10.0.0.1:7700, false",
    "[2001:db8::1]:7700, false"
  })
  void knowsWhatStaysOnThisMachine(String address, boolean isLoopback) {
    ServerAddress parsed = ServerAddress.parse(address);

    assertThat(parsed.isLoopback()).isEqualTo(isLoopback);
    assertThat(parsed).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        ":7700",
        "localhost:0",
        "localhost:65536",
        "a b:1",
        "http://localhost:7700",
        "localhost:7700/",
        "::1:7700",
        "localhost:99999999999"
      })
  void refusesWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> AtomicStoreClient.builder(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host:port")
        .hasMessageContaining("'" + address + "'");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> builder.openSubmissionsMax(0)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> builder.openBytesMax(-1)).hasMessageContaining("found -1");
    assertThatThrownBy(() -> builder.submissionTimeout(Duration.ZERO))
        .hasMessageContaining("must be positive");
    assertThatThrownBy(() -> builder.closingTimeout(Duration.ofDays(366)))
        .hasMessageContaining("at most 365 days");
    assertThatThrownBy(() -> builder.heartbeatInterval(Duration.ofMillis(99)))
        .hasMessageContaining("100 ms to an hour");
    assertThatThrownBy(() -> builder.heartbeatInterval(Duration.ofMinutes(61)))
        .hasMessageContaining("found PT1H1M");
    assertThatThrownBy(() -> builder.name("é".repeat(101))).hasMessageContaining("found 202");
    assertThatThrownBy(() -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("must not exceed");
  }

  @Test
  void saysWhichFileItCantRead() {
    builder.tls(Path.of("no-such-certificate.pem"));

    assertThatThrownBy(builder::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no-such-certificate.pem");
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureUpToABound() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    SplittableRandom random = new SplittableRandom(1);

    for (int failures = 1; failures < 100; failures++) {
      double due = Math.min(5_000, 100 * Math.pow(2, failures - 1));
      assertThat(backoff.nanosAfter(failures, random) / 1e6)
          .as("after %d failures", failures)
          .isBetween(due / 2 - 1, due + 1);
    }
  }
}
