package io.atomicstore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {

  @Test
  void isTheSameForTheSameBytes() {
    assertThat(of("a", "b")).isEqualTo(of("a", "b"));
    assertThat(of("a")).isEqualTo(of("a"));
  }

  @Test
  void tellsOtherBytesOtherCutsAndSealingSubmissionsApart() {
    assertThat(
            Stream.of(
                of("a"), of("b"), of("ab"), of("a", "b"), of("", "ab"), of("ab", ""), of("b", "a")))
        .doesNotHaveDuplicates();
    assertThat(Fingerprints.of(values("a"), true))
        .isNotEqualTo(Fingerprints.of(values("a"), false));
  }

  private static long of(String... payloads) {
    return Fingerprints.of(values(payloads), false);
  }

  private static List<SerializedValue> values(String... payloads) {
    return Stream.of(payloads)
        .map(payload -> new SerializedValue(1, "", payload.getBytes(UTF_8)))
        .toList();
  }
}
