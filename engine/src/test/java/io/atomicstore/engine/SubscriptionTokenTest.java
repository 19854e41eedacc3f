package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubscriptionTokenTest {

  private static final String TOKEN = new SubscriptionToken("lots", 4_711).text();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_711, Long.MAX_VALUE})
  void readsWhatItWrote(long offset) {
    String text = new SubscriptionToken("atomic-store_1", offset).text();

    assertThat(SubscriptionToken.parse(text, "atomic-store_1"))
        .isEqualTo(new SubscriptionToken("atomic-store_1", offset));
    assertThat(text).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void readsATokenOfVersion1() {
    assertThat(SubscriptionToken.parse("AQAAAAAAABJnbG90cxv49ns", "lots"))
        .isEqualTo(new SubscriptionToken("lots", 4_711));
  }

  @Test
  void refusesATokenOfAnotherStore() {
    assertThatThrownBy(() -> SubscriptionToken.parse(TOKEN, "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a token of store 'other', found one of store 'lots'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AQ", "no token!", "AAAAAAAAAAAAAAAAAAAAAAAA"})
  void refusesWhatIsNoToken(String text) {
    assertThatThrownBy(() -> SubscriptionToken.parse(text, "lots"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected a token as subscribeAll gave it, version 1, found '");
  }

  @Test
  void refusesATokenOfALaterVersion() {
    byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
    bytes[0] = 2;
    String later = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

    assertThatThrownBy(() -> SubscriptionToken.parse(later, "lots"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void refusesATokenInWhichAnyBitIsWrong() {
    byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged);

      assertThatThrownBy(() -> SubscriptionToken.parse(text, "lots"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesATokenThatIsCutOff() {
    for (int length = 0; length < TOKEN.length(); length++) {
      String text = TOKEN.substring(0, length);

      assertThatThrownBy(() -> SubscriptionToken.parse(text, "lots"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
