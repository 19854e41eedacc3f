package io.atomicstore.examples.auction.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DollarsTest {

  @ParameterizedTest
  @CsvSource({"99, 9900", "177.5, 17750", "28.01, 2801", "0.05, 5", "0, 0", "007.00, 700"})
  void readsAmountsWithUpToTwoDecimals(String text, long expectedCents) {
    long cents = Dollars.parse(text);

    assertThat(cents).isEqualTo(expectedCents);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1", "-1", "+1", "1.", ".5", "1.005", "1e3", "NaN", "1,5", "12345678901234"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Dollars.parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void writesThousandsAndCents() {
    String text = Dollars.format(1_234_567_05);

    assertThat(text).isEqualTo("$1,234,567.05");
  }
}
