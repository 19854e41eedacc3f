package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadJsonTest {

  private static String written(String contentType, String payload) {
    return written(contentType, ByteString.copyFromUtf8(payload));
  }

  private static String written(String contentType, ByteString payload) {
    return Json.line(json -> PayloadJson.write(json, contentType, payload)).utf8String().strip();
  }

  @Test
  void showsJsonAsJsonOnOneLine() {
    assertThat(written("application/json", "{\n  \"a\": [1, 2.50, 1e400],\r\n \"b\": null}\n"))
        .isEqualTo("{\"data\":{\"a\":[1,2.50,1e400],\"b\":null}}");
    assertThat(written("application/vnd.bid+json; charset=utf-8", "7")).isEqualTo("{\"data\":7}");
    assertThat(written("text/json", "\"\\u043b\\n\"")).isEqualTo("{\"data\":\"л\\n\"}");
  }

  @Test
  void leavesEscapesAloneThatAreNoCharacters() {
    assertThat(written("application/json", "\"\\ud800\"")).isEqualTo("{\"data\":\"\\uD800\"}");
  }

  @Test
  void keepsEachDigitOfANumber() {
    assertThat(written("application/json", "123456789012345678901234567890.10"))
        .isEqualTo("{\"data\":123456789012345678901234567890.10}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "''", "{} {}", "nul", "{'a':1}", "[1,]", "NaN"})
  void showsWhatIsNoJsonAsTheBytesItIs(String payload) {
    String base64 = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));

    assertThat(written("application/json", payload))
        .isEqualTo("{\"dataBase64\":\"" + base64 + "\"}");
  }

  @Test
  void showsJsonThatIsTooDeepAsBytes() {
    assertThat(written("application/json", "[".repeat(5_000) + "]".repeat(5_000)))
        .startsWith("{\"dataBase64\":\"");
  }

  @Test
  void showsTextAsText() {
    assertThat(written("text/plain", "лот\n")).isEqualTo("{\"data\":\"лот\\n\"}");
    assertThat(written("Text/Plain; Charset=\"UTF-8\"", "a")).isEqualTo("{\"data\":\"a\"}");
  }

  @Test
  void showsTextThatIsNotUtf8AsBytes() {
    ByteString latin1 = ByteString.copyFrom(new byte[] {(byte) 0xE4});

    assertThat(written("text/plain", latin1)).isEqualTo("{\"dataBase64\":\"5A==\"}");
    assertThat(written("text/plain; charset=iso-8859-1", "a"))
        .isEqualTo("{\"dataBase64\":\"YQ==\"}");
  }

  @Test
  void showsAnythingElseAsBytes() {
    assertThat(written("", "{}")).isEqualTo("{\"dataBase64\":\"e30=\"}");
    assertThat(written("image/png", "")).isEqualTo("{\"dataBase64\":\"\"}");
  }

  @Test
  void writesALineOfJsonWhateverTheBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] =
            (byte)
                (random.nextInt(4) == 0
                    ? random.nextInt(256)
                    : "[]{}\",:1 tn\\u".charAt(random.nextInt(13)));
      }
      String contentType = random.nextBoolean() ? "application/json" : "text/plain";

      String line = written(contentType, ByteString.copyFrom(bytes));

      assertThat(line).as("seed " + seed).doesNotContain("\n");
      assertThat(HttpNode.json(line).size()).as("seed " + seed).isEqualTo(1);
    }
  }
}
