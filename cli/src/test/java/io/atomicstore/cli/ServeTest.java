package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomicstore.client.AtomicStoreClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeTest {

  private final Path directory;

  ServeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void servesUntilItIsToldToStop() throws IOException, InterruptedException {
    try (ChildProcess node = serve()) {
      String address = address(node);

      CommandRun run = CommandRun.of("append", "lot-1", "secret", "--address", address);

      assertThat(run.endedWith(ExitCode.DONE)).isTrue();
      node.stop();
      assertThat(node.awaitExitCode()).isEqualTo(ExitCode.DONE.code());
      assertThat(node.err())
          .contains("INFO  AtomicStoreServer ")
          .contains("the node has stopped")
          .doesNotContain("secret");
    }
    try (ChildProcess again = serve()) {
      assertThat(CommandRun.of("query", "lot-1", "--address", address(again)).out())
          .endsWith("secret" + System.lineSeparator());
    }
  }

  @Test
  void tellsTheAddressesThatAreBound() throws IOException {
    try (ChildProcess node = serve()) {
      JsonNode told = new ObjectMapper().readTree(node.nextLine());

      assertThat(told.get("grpc").asText()).matches("127\\.0\\.0\\.1:[1-9]\\d*");
      assertThat(told.get("http").asText()).matches("http://127\\.0\\.0\\.1:[1-9]\\d*");
      for (String key : List.of("grpc", "http")) {
        URI bound = URI.create(told.get(key).asText().replaceFirst("^(http://)?", "tcp://"));
        try (Socket socket = new Socket(bound.getHost(), bound.getPort())) {
          assertThat(socket.isConnected()).isTrue();
        }
      }
    }
  }

  @Test
  void tellsThatTheAddressIsEncrypted() throws Exception {
    TestCertificate certificate = TestCertificate.in(directory, "node");
    try (ChildProcess node =
        serve(
            "--set", "http.interface=localhost",
            "--set", "security.certificates-file=" + certificate.certificate(),
            "--set", "security.private-key-file=" + certificate.key())) {

      assertThat(node.nextLine())
          .matches(
              "atomic-store \\S+ listens: gRPC on 127\\.0\\.0\\.1:[1-9]\\d*,"
                  + " HTTP on https://127\\.0\\.0\\.1:[1-9]\\d*");
    }
  }

  @Test
  void leavesAnAppendNotKnownWhenItIsKilledMeanwhile() throws IOException, InterruptedException {
    HeldValidator validator = new HeldValidator();
    try (ChildProcess node = serve()) {
      String address = address(node);
      try (AtomicStoreClient validating = AtomicStoreClient.builder(address).start();
          ChildProcess append =
              ChildProcess.start(
                  directory,
                  "append",
                  "lot-1",
                  "x",
                  "--delegate",
                  "--timeout",
                  "3s",
                  "--json",
                  "--address",
                  address)) {
        validating.validate(RawEvents.FORMATS, validator, List.of(""));
        assertThat(validator.asked().await(60, TimeUnit.SECONDS)).isTrue();

        node.kill();

        assertThat(append.nextLine()).contains("\"result\":\"UNKNOWN\"");
        assertThat(append.awaitExitCode()).isEqualTo(ExitCode.UNKNOWN.code());
      } finally {
        validator.released().countDown();
      }
    }
  }

  @Test
  void tellsAllThatIsWrongWithItsSettings() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("node.conf"),
            "atomic-store.server { limits.event-bytes-max = 7, frobnicate = on }");

    CommandRun run =
        CommandRun.of(
            "serve", "--config", config, "--set", "shutdown-grace=never", "--grpc-port", 0);

    assertThat(run.endedWith(ExitCode.BAD_SETTINGS)).isTrue();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("limits.event-bytes-max")
        .contains("frobnicate")
        .contains("shutdown-grace")
        .hasLineCount(3);
  }

  @Test
  void tellsThatItsSettingsCantBeRead() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.conf"), "a = {");

    CommandRun missing = CommandRun.of("serve", "--config", directory.resolve("missing.conf"));
    CommandRun unreadable = CommandRun.of("serve", "--config", broken, "--json");

    assertThat(missing.endedWith(ExitCode.BAD_SETTINGS)).isTrue();
    assertThat(missing.err()).contains("missing.conf").hasLineCount(1);
    assertThat(unreadable.endedWith(ExitCode.BAD_SETTINGS)).isTrue();
    assertThat(unreadable.jsonError().get("error").asText()).isEqualTo("BAD_SETTINGS");
  }

  @Test
  void refusesToBindWithoutProtection() {
    CommandRun run =
        CommandRun.of(
            "serve",
            "--data",
            directory.resolve("data"),
            "--set",
            "grpc.interface=0.0.0.0",
            "--grpc-port",
            0);

    assertThat(run.endedWith(ExitCode.BAD_SETTINGS)).isTrue();
    assertThat(run.err()).contains("can be reached from other machines");
  }

  @ParameterizedTest
  @CsvSource({"grpc, --grpc-port, --http-port", "http, --http-port, --grpc-port"})
  void tellsWhichPortIsInUseAndLeavesNothingOpen(String edge, String taken, String free)
      throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();

      CommandRun run =
          CommandRun.of("serve", "--data", directory.resolve("data"), taken, port, free, 0);

      assertThat(run.endedWith(ExitCode.PORT_IN_USE)).as(run.err()).isTrue();
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("serve: atomic-store.server." + edge + ".port = " + port + " must be")
          .endsWith("found 127.0.0.1:" + port + " in use" + System.lineSeparator())
          .hasLineCount(1);
    }
    try (TestNode again = new TestNode(directory)) {
      assertThat(again.run("scopes").endedWith(ExitCode.DONE)).isTrue();
    }
  }

  @Test
  void tellsThatNoPortOfItsAddressCanBeBound() {
    CommandRun run =
        CommandRun.of(
            "serve",
            "--data",
            directory.resolve("data"),
            "--grpc-port",
            0,
            "--http-port",
            0,
            "--set",
            "http.interface=192.0.2.1",
            "--json",
            "--set",
            "insecure-bind-without-tls-and-tokens=on");

    assertThat(run.endedWith(ExitCode.BAD_SETTINGS)).as(run.err()).isTrue();
    assertThat(run.jsonError().get("message").asText())
        .startsWith("atomic-store.server.http.port = 0 must be a port that can be bound, found ");
  }

  @Test
  void tellsThatItsDirectoryIsInUse() {
    try (TestNode node = new TestNode(directory)) {
      CommandRun run =
          CommandRun.of("serve", "--data", node.data(), "--grpc-port", 0, "--http-port", 0);

      assertThat(run.endedWith(ExitCode.DIRECTORY_IN_USE)).isTrue();
      assertThat(run.err()).contains("is already open");
    }
  }

  @Test
  void tellsThatItsDirectoryIsDamaged() throws IOException {
    Path data = DamagedStore.in(directory);

    CommandRun run = CommandRun.of("serve", "--data", data, "--grpc-port", 0, "--http-port", 0);

    assertThat(run.endedWith(ExitCode.DAMAGED)).isTrue();
    assertThat(run.err()).contains("damaged");
  }

  private ChildProcess serve() throws IOException {
    return serve("--json", "--set", "conversations.without-validator=wait");
  }

  private ChildProcess serve(Object... more) throws IOException {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("serve", "--data", directory.resolve("data")));
    arguments.addAll(List.of("--grpc-port", 0, "--http-port", 0));
    arguments.addAll(List.of(more));
    return ChildProcess.start(directory, arguments.toArray());
  }

  private static String address(ChildProcess node) throws IOException {
    return new ObjectMapper().readTree(node.nextLine()).get("grpc").asText();
  }
}
