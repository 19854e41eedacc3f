package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node is reached, and what is said when it is not. */
class ConnectionTest {

  private final Path directory;

  ConnectionTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void tellsThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    CommandRun run = CommandRun.of("query", "lot-1", "--address", "127.0.0.1:" + port);

    assertThat(run.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("atomic-store query: expected a node at 127.0.0.1:" + port + ", found none: ")
        .contains("Connection refused")
        .hasLineCount(1);
  }

  @Test
  void tellsThatWhoListensDoesNotAnswer() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + socket.getLocalPort();

      CommandRun run = CommandRun.of("scopes", "--timeout", "300ms", "--address", address);

      assertThat(run.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
      assertThat(run.err()).contains("no answer within 300 ms");
    }
  }

  @Test
  void refusesWhatIsNoAddress() {
    CommandRun run = CommandRun.of("scopes", "--address", "nowhere");

    assertThat(run.endedWith(ExitCode.BAD_USAGE)).isTrue();
    assertThat(run.err())
        .contains("--address: expected the address of a server as host:port")
        .contains("found 'nowhere'");
  }

  @Test
  void refusesOptionsThatDontGoTogether() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");

    assertThat(CommandRun.of("scopes", "--key", empty).err())
        .contains("--key: expected together with --certificate, found alone");
    assertThat(CommandRun.of("scopes", "--tls", "--insecure-without-tls").err())
        .contains("--insecure-without-tls: expected without options of TLS");
    assertThat(CommandRun.of("scopes", "--token-file", empty).err())
        .contains("expected one line with a token");
    assertThat(CommandRun.of("scopes", "--token-file", directory.resolve("none")).err())
        .contains("can't be read");
    assertThat(CommandRun.of("scopes", "--timeout", "soon").err())
        .contains("expected a duration such as 500ms, 10s, 2m, 1h or 90d, found 'soon'");
  }

  @Test
  void showsTheNodeItsToken() throws IOException {
    Path tokens = directory.resolve("tokens");
    Path reader = token(tokens, "reader", "read");
    Path writer = token(tokens, "writer", "originate");
    try (TestNode node = new TestNode(directory, "security.tokens-file = \"" + tokens + "\"")) {
      CommandRun none = node.run("append", "lot-1", "x");
      CommandRun forbidden = node.run("append", "lot-1", "x", "--token-file", reader);
      CommandRun permitted = node.run("append", "lot-1", "x", "--token-file", writer);
      CommandRun elsewhere = node.run("append", "other", "x", "--token-file", writer);
      CommandRun administering = node.run("verify", "--token-file", writer);

      assertThat(none.endedWith(ExitCode.UNAUTHENTICATED)).isTrue();
      assertThat(none.err()).contains("expected a header 'authorization: Bearer <token>'");
      assertThat(forbidden.endedWith(ExitCode.FORBIDDEN)).isTrue();
      assertThat(forbidden.err()).contains("does not permit to originate");
      assertThat(permitted.endedWith(ExitCode.DONE)).isTrue();
      assertThat(elsewhere.endedWith(ExitCode.FORBIDDEN)).isTrue();
      assertThat(administering.endedWith(ExitCode.FORBIDDEN)).isTrue();
      assertThat(node.run("query", "lot-1", "--token-file", reader).out()).hasLineCount(1);
    }
  }

  private Path token(Path tokens, String name, String verb) throws IOException {
    CommandRun created =
        CommandRun.of(
            "token", "create", name, "--tokens-file", tokens, "--verbs", verb, "--scopes", "lot-");
    assertThat(created.err()).contains("Keep this token");
    return Files.writeString(
        Files.createTempFile(
            directory,
            name,
            ".token",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
        created.out());
  }

  @Test
  void connectsWithTlsAndACertificate()
      throws IOException, InterruptedException, GeneralSecurityException {
    TestCertificate ofNode = TestCertificate.in(directory, "node");
    TestCertificate ofUser = TestCertificate.in(directory, "user");
    TestCertificate ofOther = TestCertificate.in(directory, "other");
    try (TestNode node =
        new TestNode(
            directory,
            "security.certificates-file = \"" + ofNode.certificate() + "\"",
            "security.private-key-file = \"" + ofNode.key() + "\"",
            "security.trust-certificates-file = \"" + ofUser.certificate() + "\"")) {
      CommandRun mutual =
          node.run(
              "append",
              "lot-1",
              "x",
              "--trust",
              ofNode.certificate(),
              "--certificate",
              ofUser.certificate(),
              "--key",
              ofUser.key());
      CommandRun untrusted =
          node.run(
              "scopes",
              "--trust",
              ofOther.certificate(),
              "--certificate",
              ofUser.certificate(),
              "--key",
              ofUser.key());
      CommandRun stranger =
          node.run(
              "scopes",
              "--trust",
              ofNode.certificate(),
              "--certificate",
              ofOther.certificate(),
              "--key",
              ofOther.key());
      CommandRun plain = node.run("scopes");

      assertThat(mutual.err()).isEmpty();
      assertThat(mutual.endedWith(ExitCode.DONE)).isTrue();
      assertThat(untrusted.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
      assertThat(stranger.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
      assertThat(plain.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
    }
  }
}
