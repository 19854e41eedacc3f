package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentTest {

  @Test
  void encodesWhatIsNotOfASegment() {
    assertThat(Percent.encode("aZ09-._~")).isEqualTo("aZ09-._~");
    assertThat(Percent.encode("a/b|c d%")).isEqualTo("a%2Fb%7Cc%20d%25");
    assertThat(Percent.encode("лот")).isEqualTo("%D0%BB%D0%BE%D1%82");
    assertThat(Percent.encode("..")).isEqualTo("%2E%2E");
  }

  @Test
  void decodesWhatItEncoded() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
        text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? '/' : point);
      }
      String encoded = Percent.encode(text.toString());

      assertThat(Percent.decode(encoded)).as("seed " + seed).isEqualTo(text.toString());
      assertThat(encoded).as("seed " + seed).doesNotContain("/", "?", "#", "&", "=");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "a%zz", "%FF", "%C3", "%C0%AF", "%ED%A0%80", "%F8%88%80%80%80"})
  void refusesWhatIsNoTextInUtf8(String text) {
    assertThatThrownBy(() -> Percent.decode(text)).isInstanceOf(ProblemException.class);
  }

  @Test
  void readsTargetsOnce() {
    RequestTarget target =
        RequestTarget.parse("/scopes/a%2Fb/events?prefix=%2525&after=a+b&flag#fragment");

    assertThat(target.segments()).isEqualTo(List.of("scopes", "a/b", "events"));
    assertThat(target.query()).isEqualTo(Map.of("prefix", "%25", "after", "a b", "flag", ""));
    assertThat(RequestTarget.parse("/").segments()).isEqualTo(List.of(""));
    assertThat(RequestTarget.parse("http://host:1/a?b=c").segments()).isEqualTo(List.of("a"));
    assertThat(RequestTarget.parse("http://host").segments()).isEqualTo(List.of(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "scopes", "/a?b=1&b=2", "/a b", "/лот"})
  void refusesWhatIsNoTarget(String text) {
    assertThatThrownBy(() -> RequestTarget.parse(text)).isInstanceOf(ProblemException.class);
  }
}
