package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValidationTokenTest {

  @Test
  void isWrittenAs32HexadecimalDigits() {
    ValidationToken token = new ValidationToken(0x1FL, 0xA000_0000_0000_0001L);

    assertThat(token).hasToString("000000000000001fa000000000000001");
  }

  @Test
  void isNeverZero() {
    ValidationToken fromZeros = ValidationToken.next(() -> 0L);

    assertThat(fromZeros).isEqualTo(new ValidationToken(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValidationToken(0, 0))
        .withMessage("validation token must not be zero");
  }

  @Test
  void differsFromOneToTheNext() {
    SplittableRandom random = new SplittableRandom(1);
    Set<ValidationToken> tokens = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      tokens.add(ValidationToken.next(random));
    }

    assertThat(tokens).hasSize(10_000);
  }

  @Test
  void differsBetweenIncarnationsThatAreSeededDifferently() {
    ValidationToken first = ValidationToken.next(new SplittableRandom(1));
    ValidationToken second = ValidationToken.next(new SplittableRandom(2));

    assertThat(first).isNotEqualTo(second);
  }
}
