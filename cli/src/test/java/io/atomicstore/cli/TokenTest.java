package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code token create}, {@code list} and {@code revoke}; ConnectionTest uses them. */
class TokenTest {

  private final Path tokens;

  TokenTest(@TempDir Path directory) {
    this.tokens = directory.resolve("tokens");
  }

  @Test
  void createsATokenThatIsShownOnce() throws Exception {
    CommandRun created =
        run(
            "create",
            "ada",
            "--verbs",
            "read,originate",
            "--scopes",
            "lot-,sale-",
            "--expires",
            "90d",
            "--json");

    JsonNode json = created.json();
    String token = json.get("token").asText();
    assertThat(created.endedWith(ExitCode.DONE)).isTrue();
    assertThat(token).startsWith("ast_");
    assertThat(json.get("verbs").toString()).isEqualTo("[\"read\",\"originate\"]");
    assertThat(json.get("scopePrefixes").toString()).isEqualTo("[\"lot-\",\"sale-\"]");
    assertThat(json.get("expires").asText()).matches("20\\d\\d-.*Z");
    assertThat(Files.readString(tokens)).doesNotContain(token);
    assertThat(run("list").out()).contains("ada").contains("lot-,sale-").doesNotContain(token);
  }

  @Test
  void listsTokens() {
    run("create", "ada", "--verbs", "read", "--all-scopes");
    run("create", "grace", "--verbs", "administer", "--all-scopes");

    CommandRun listed = run("list");

    assertThat(listed.endedWith(ExitCode.DONE)).isTrue();
    assertThat(listed.out().lines()).hasSize(3);
    assertThat(listed.out().lines().skip(1))
        .allMatch(line -> line.contains("never") && line.endsWith("(all)"));
    assertThat(run("list", "--json").jsonLines())
        .extracting(json -> json.get("name").asText())
        .containsExactly("ada", "grace");
  }

  @Test
  void revokesAToken() {
    run("create", "ada", "--verbs", "read", "--all-scopes");

    CommandRun revoked = run("revoke", "ada");
    CommandRun again = run("revoke", "ada");

    assertThat(revoked.out()).isEqualToIgnoringNewLines("revoked ada");
    assertThat(again.endedWith(ExitCode.NOT_FOUND)).isTrue();
    assertThat(again.err()).contains("expected a token named 'ada'");
  }

  @Test
  void refusesWhatCantBeAToken() {
    run("create", "ada", "--verbs", "read", "--all-scopes");

    assertRefused(run("create", "ada", "--verbs", "read", "--all-scopes"), "ada' already");
    assertRefused(run("create", "a b", "--verbs", "read", "--all-scopes"), "a token's name must");
    assertRefused(
        run("create", "b", "--verbs", "fly", "--all-scopes"),
        "expected a verb, read, originate, validate, administer, found 'fly'");
    assertRefused(run("create", "b", "--verbs", "read"), "--scopes");
    assertRefused(
        run("create", "b", "--verbs", "read", "--all-scopes", "--expires", "2001-01-01T00:00:00Z"),
        "must expire in the future");
    assertRefused(
        run("create", "b", "--verbs", "read", "--all-scopes", "--expires", "soon"),
        "--expires: expected a duration");
    assertRefused(CommandRun.of("token"), "Missing required subcommand");
    assertRefused(CommandRun.of("token", "list"), "--tokens-file");
    assertRefused(
        CommandRun.of("token", "list", "--tokens-file", tokens.resolveSibling("none")),
        "does not exist");
  }

  private static void assertRefused(CommandRun run, String expected) {
    assertThat(run.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(expected).startsWith("atomic-store token").hasLineCount(1);
  }

  private CommandRun run(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "token";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--tokens-file";
    all[arguments.length + 2] = tokens;
    return CommandRun.of(all);
  }
}
