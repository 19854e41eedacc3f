package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenFileTest {

  private static final Set<Verb> READ = Set.of(Verb.READ);

  @TempDir private Path directory;
  private TestTokens tokens;

  @BeforeEach
  void nameFile() {
    tokens = new TestTokens(directory);
  }

  @Test
  void keepsAllButTheTokensThemselves() throws IOException {
    NewToken created =
        tokens.file.create(
            new TokenRequest(
                "auctioneer",
                EnumSet.of(Verb.ORIGINATE, Verb.READ),
                List.of("lot-", "лот \"1\"|"),
                TestTokens.START.plusSeconds(60)));
    tokens.create("nothing", Set.of(Verb.ADMINISTER));

    List<AccessToken> listed = tokens.file.list();

    assertThat(listed).extracting(AccessToken::name).containsExactly("auctioneer", "nothing");
    assertThat(listed.get(0)).isEqualTo(created.token());
    assertThat(listed.get(0).hash()).isEqualTo(TokenHash.of(created.secret()));
    assertThat(listed.get(0).created()).isEqualTo(TestTokens.START);
    assertThat(listed.get(0).verbsInOrder()).containsExactly(Verb.READ, Verb.ORIGINATE);
    assertThat(listed.get(1).scopePrefixes()).isEmpty();
    assertThat(Files.readString(tokens.path)).doesNotContain(created.secret());
    assertThat(created.toString()).doesNotContain(created.secret());
  }

  @Test
  void belongsToItsOwnerAlone() throws IOException {
    tokens.create("one", READ, "");

    tokens.create("two", READ, "");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens.path)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens", "tokens.lock");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx"})
  void isRefusedWhenOthersMayUseIt(String permissions) throws IOException {
    tokens.create("one", READ, "");

    Files.setPosixFilePermissions(tokens.path, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(tokens.file::list)
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("group or others, found " + permissions)
        .hasMessageContaining("chmod 600 '" + tokens.path + "'");
    assertThatThrownBy(() -> tokens.create("two", READ, ""))
        .isInstanceOf(UnusableFileException.class);
    assertThatThrownBy(tokens::control).isInstanceOf(UnusableFileException.class);
  }

  @Test
  void isRefusedWhenThereIsNone() {
    assertThatThrownBy(tokens.file::list)
        .isInstanceOf(UnusableFileException.class)
        .hasMessage("token file '" + tokens.path + "' does not exist");
    assertThatThrownBy(() -> new TestTokens(directory.resolve("none")).create("one", READ, ""))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("can't be written");
  }

  @Test
  void losesARevokedTokenOnly() {
    tokens.create("one", READ, "");
    tokens.create("two", READ, "");

    AccessToken revoked = tokens.file.revoke("one");

    assertThat(revoked.name()).isEqualTo("one");
    assertThat(tokens.file.list()).extracting(AccessToken::name).containsExactly("two");
    assertThatThrownBy(() -> tokens.file.revoke("one"))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("has no token named 'one', it has 'two'");
  }

  @Test
  void replacesTheTargetOfALink() throws IOException {
    tokens.create("one", READ, "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), tokens.path);

    TokenFile.at(link).create(new TokenRequest("two", READ, List.of(""), null));

    assertThat(link).isSymbolicLink();
    assertThat(tokens.file.list()).hasSize(2);
  }

  @Test
  void keepsEveryChangeOfManyThatAreMadeAtOnce() {
    List<CompletableFuture<Void>> changes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "token-" + i;
      changes.add(
          CompletableFuture.runAsync(
              () ->
                  TokenFile.at(tokens.path)
                      .create(new TokenRequest(name, READ, List.of(""), null))));
    }

    changes.forEach(CompletableFuture::join);

    assertThat(tokens.file.list())
        .extracting(AccessToken::name)
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesTokensThatCanNotBe() {
    tokens.create("one", READ, "");

    assertThatThrownBy(() -> tokens.create("one", READ, ""))
        .hasMessageContaining("has a token named 'one' already");
    assertThatThrownBy(() -> tokens.create("a b", READ, "")).hasMessageContaining("found 'a b'");
    assertThatThrownBy(() -> tokens.create("two", Set.of(), ""))
        .hasMessageContaining("at least one verb");
    assertThatThrownBy(() -> tokens.create("two", READ, "\uD800"))
        .hasMessageContaining("unpaired surrogate");
    assertThatThrownBy(() -> tokens.create("two", READ, "ы".repeat(128)))
        .hasMessageContaining("at most 255 bytes, found 256");
    assertThatThrownBy(() -> tokens.create("two", READ, "a ".repeat(1_001).split(" ")))
        .hasMessageContaining("at most 1000 scope prefixes, found 1001");
    assertThatThrownBy(() -> tokens.createExpiring("two", TestTokens.START))
        .hasMessageContaining("expire in the future");
    assertThatThrownBy(() -> Verb.parse("READ"))
        .hasMessage("expected a verb, read, originate, validate, administer, found 'READ'");
    assertThat(tokens.file.list()).hasSize(1);
  }

  @Test
  void saysWhichTokensHaveExpired() {
    tokens.createExpiring("short", TestTokens.START.plusSeconds(1));
    AccessToken token = tokens.file.list().get(0);

    tokens.clock.advance(Duration.ofMillis(999));
    assertThat(token.isExpiredAt(tokens.clock.instant())).isFalse();
    tokens.clock.advance(Duration.ofMillis(1));
    assertThat(token.isExpiredAt(tokens.clock.instant())).isTrue();
  }

  static Stream<Arguments> damages() {
    String first = "{\"format\":\"atomic-store-tokens\",\"version\":1}\n";
    String hash = "0".repeat(64);
    String good =
        "{\"name\":\"a\",\"sha256\":\"%s\",\"verbs\":[\"read\"],\"scopePrefixes\":[],\"created\":\"2026-01-31T12:00:00Z\"}\n"
            .formatted(hash);
    String other = good.replace("\"a\"", "\"b\"").replace(hash, "1".repeat(64));
    return Stream.of(
        Arguments.of("", "has 0 lines"),
        Arguments.of(first, "has 1 lines"),
        Arguments.of("ast_secret\n{}\n", "damaged in line 1"),
        Arguments.of("null\n{\"tokens\":0}\n", "expected an object, found null"),
        Arguments.of("{\"format\":\"x\",\"version\":1}\n{\"tokens\":0}\n", "found 'x'"),
        Arguments.of(first.replace(":1", ":2") + "{\"tokens\":0}\n", "version 1, found 2"),
        Arguments.of(first + good, "damaged in line 2"),
        Arguments.of(first + good + good, "damaged in line 3"),
        Arguments.of(first + good + "{\"tokens\":2}\n", "line 3: counts 2 tokens, found 1"),
        Arguments.of(first + good + good + "{\"tokens\":2}\n", "line 3: names 'a' or its hash"),
        Arguments.of(first + good + "\n{\"tokens\":1}\n", "damaged in line 3"),
        Arguments.of(first + good.replace("read", "write") + "{\"tokens\":1}\n", "found 'write'"),
        Arguments.of(first + good.replace("000", "00g") + "{\"tokens\":1}\n", "SHA-256"),
        Arguments.of(first + good.replace("2026-01", "now") + "{\"tokens\":1}\n", "a moment like"),
        Arguments.of(first + good.replace("name", "nam") + "{\"tokens\":1}\n", "no field 'nam'"),
        Arguments.of(
            first + good.replace("{", "{\"name\":\"b\",") + "{\"tokens\":1}\n",
            "has a field twice"),
        Arguments.of(
            first + good.replace("\"sha256\":\"" + hash + "\",", "") + "{\"tokens\":1}\n",
            "expected a field 'sha256'"),
        Arguments.of(
            first + good + other.replace("[\"read\"]", "[null]") + "{\"tokens\":2}\n",
            "damaged in line 3"),
        Arguments.of(first + good.replace("[]", "[null]") + "{\"tokens\":1}\n", "line 2"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void namesTheLineThatIsDamaged(String text, String expected) throws IOException {
    PrivateFile.replace(tokens.path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThatThrownBy(tokens.file::list)
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(tokens.path.toString())
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ast_secret",
        "{\"name\":ast_secret}",
        "{\"name\":\"a\",\"sha256\":\"ast_secret\",\"verbs\":[\"read\"],\"scopePrefixes\":[]}",
        "{\"name\":\"a\",\"verbs\":\"ast_secret\"}"
      })
  void repeatsNoTokenThatSomebodyPutThere(String line) throws IOException {
    String text =
        "{\"format\":\"atomic-store-tokens\",\"version\":1}\n" + line + "\n{\"tokens\":1}\n";
    PrivateFile.replace(tokens.path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThatThrownBy(tokens.file::list)
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("damaged in line 2")
        .hasMessageNotContaining("secret");
  }

  @Test
  void isNeverTakenForAWholeOneWhenItIsCutShort() throws IOException {
    tokens.create("one", READ, "лот");
    tokens.create("two", READ, "");
    byte[] whole = Files.readAllBytes(tokens.path);

    for (int length = 0; length < whole.length - 1; length++) {
      PrivateFile.replace(tokens.path, java.util.Arrays.copyOf(whole, length));

      assertThatThrownBy(tokens.file::list)
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UnusableFileException.class);
    }
  }
}
