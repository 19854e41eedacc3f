package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "lot/17", "lot 17", "a|b", "лот-17", "競売", "🎨", " "})
  void takesAnyTextWithoutControlCharacters(String value) {
    ScopeId scopeId = new ScopeId(value);

    assertThat(scopeId.value()).isEqualTo(value);
    assertThat(scopeId).hasToString(value);
  }

  @Test
  void isNeverEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeId(""))
        .withMessage("scope must be 1 to 255 bytes of UTF-8, got 0");
  }

  /** Characters of 1, 2, 3 and 4 bytes, padded to 255 bytes with one-byte characters. */
  static Stream<String> longestScopes() {
    return Stream.of(
        "a".repeat(255), "é".repeat(127) + "a", "競".repeat(85), "🎨".repeat(63) + "abc");
  }

  @ParameterizedTest
  @MethodSource("longestScopes")
  void hasAtMost255BytesWhateverItsCharacters(String longest) {
    ScopeId scopeId = new ScopeId(longest);

    assertThat(scopeId.value()).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeId(longest + "a"))
        .withMessage("scope must be 1 to 255 bytes of UTF-8, got 256");
  }

  @Test
  void countsBytesAndNotCharacters() {
    String of128Characters = "é".repeat(128);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeId(of128Characters))
        .withMessage("scope must be 1 to 255 bytes of UTF-8, got 256");
  }

  /** C0, DEL and C1. */
  static IntStream controlCharacters() {
    return IntStream.concat(IntStream.rangeClosed(0x00, 0x1F), IntStream.rangeClosed(0x7F, 0x9F));
  }

  @ParameterizedTest
  @MethodSource("controlCharacters")
  void refusesControlCharactersAndSaysWhereTheyAre(int control) {
    String value = "lot" + (char) control + "17";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeId(value))
        .withMessage(
            "scope must not contain control characters, found U+%04X at character 3", control);
  }

  @ParameterizedTest
  @ValueSource(chars = {0x20, 0x7E, 0xA0})
  void takesTheNeighboursOfControlCharacters(char neighbour) {
    ScopeId scopeId = new ScopeId("lot" + neighbour);

    assertThat(scopeId.value()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD800",
        "\uDC00",
        "lot\uD83C",
        "\uDFA8lot",
        "\uDFA8\uD83C",
        "\uD83C\uD83C\uDFA8"
      })
  void refusesUnpairedSurrogatesBecauseUtf8EncodesThemAllAsTheSameByte(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeId(value))
        .withMessage("scope must be well-formed UTF-8, found an unpaired surrogate");
  }

  @Test
  void tellsTextsApartThatOnlyLookTheSame() {
    ScopeId composed = new ScopeId("caf\u00E9");
    ScopeId decomposed = new ScopeId("cafe\u0301");

    assertThat(composed).isNotEqualTo(decomposed);
  }

  @Test
  void sortsByItsText() {
    assertThat(Stream.of("b", "a", "B").map(ScopeId::new).sorted())
        .containsExactly(new ScopeId("B"), new ScopeId("a"), new ScopeId("b"));
  }
}
