package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenTextTest {

  private final Random random = new Random(1);

  @Test
  void isRecognisableAndEachTimeAnother() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      tokens.add(TokenText.create(random));
    }

    assertThat(tokens).hasSize(1_000).allMatch(token -> token.matches("ast_[A-Za-z0-9_-]{48}"));
    assertThat(tokens).allMatch(token -> TokenText.fault(token) == null);
  }

  @Test
  void tellsEveryMistypedCharacterFromAnUnknownToken() {
    String token = TokenText.create(random);

    for (int i = TokenText.BEGINNING.length(); i < token.length(); i++) {
      char other = token.charAt(i) == 'x' ? 'y' : 'x';
      String mistyped = token.substring(0, i) + other + token.substring(i + 1);

      assertThat(TokenText.fault(mistyped)).as("character %d", i).contains("checksum is wrong");
    }
  }

  @Test
  void saysWhatATokenLooksLike() {
    String token = TokenText.create(random);

    assertThat(TokenText.fault("")).isEqualTo("a token begins with 'ast_'");
    assertThat(TokenText.fault("AST_" + token.substring(4))).contains("begins with");
    assertThat(TokenText.fault(token.substring(0, 51))).contains("52 characters, found 51");
    assertThat(TokenText.fault(token + "=")).contains("52 characters, found 53");
    assertThat(TokenText.fault("ast_" + "!".repeat(48))).contains("only letters, digits");
    assertThat(TokenText.fault("ast_" + "ы".repeat(48))).contains("only letters, digits");
  }

  @Test
  void isHashedAsShaOfItsText() {
    assertThat(TokenHash.of("abc"))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .isEqualTo(TokenHash.parse(TokenHash.of("abc").toString()))
        .isNotEqualTo(TokenHash.of("abd"));
  }
}
