package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.server.AtomicStoreServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client and a node, with certificates on both ends, and a token besides. */
final class NodeOverTlsTest {

  private static final ScopeId SCOPE = new ScopeId("lot");

  @TempDir private Path directory;
  private TestAuthority authority;
  private TlsFiles node;
  private TlsFiles client;
  private Path trusted;
  private String token;

  @BeforeEach
  void issue() {
    authority = new TestAuthority("authority");
    trusted = directory.resolve("trusted.pem");
    node = files("node");
    client = files("client");
    TestAuthority.write(trusted, TestAuthority.pem(authority.certificate()));
    authority.issue("EC").writeTo(node);
    authority.issue("EC").writeTo(client);
    token =
        TokenFile.at(directory.resolve("tokens"))
            .create(
                new TokenRequest("writer", Set.of(Verb.ORIGINATE, Verb.READ), List.of(""), null))
            .secret();
  }

  private TlsFiles files(String name) {
    return new TlsFiles(
        directory.resolve(name + ".pem"), directory.resolve(name + ".key"), trusted);
  }

  private AtomicStoreServer start() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("grpc.port", 0);
    settings.put("http.port", 0);
    settings.put("http.idle-timeout", "1s");
    settings.put("http.heartbeat-interval", "1s");
    settings.put("keep-alive.timeout", "100ms");
    settings.put("data-directory", directory.resolve("data").toString());
    settings.put("security.certificates-file", node.certificates().toString());
    settings.put("security.private-key-file", node.privateKey().toString());
    settings.put("security.trust-certificates-file", trusted.toString());
    settings.put("security.tokens-file", directory.resolve("tokens").toString());
    return AtomicStoreServer.start(ConfigFactory.parseMap(settings).atPath("atomic-store.server"));
  }

  private AtomicStoreClientBuilder client(AtomicStoreServer server) {
    return AtomicStoreClient.builder("127.0.0.1:" + server.grpcPort())
        .submissionTimeout(Duration.ofSeconds(3));
  }

  private static Result<String, String, String> store(AtomicStoreClient client)
      throws InterruptedException {
    return client
        .originator(EventFormat.text("note"), new Accepting())
        .blocking()
        .storeIfValid(SCOPE, "event");
  }

  @Test
  void admitsWhoeverHasACertificateAndAToken() throws Exception {
    try (AtomicStoreServer server = start();
        AtomicStoreClient known =
            client(server)
                .tls(trusted)
                .clientCertificate(client.certificates(), client.privateKey())
                .token(token)
                .start()) {

      assertThat(store(known).wasAccepted()).isTrue();
    }
  }

  @Test
  void admitsNobodyElse() throws Exception {
    try (AtomicStoreServer server = start();
        AtomicStoreClient withoutCertificate = client(server).tls(trusted).token(token).start();
        AtomicStoreClient withoutTls = client(server).insecureWithoutTls().token(token).start();
        AtomicStoreClient withoutToken =
            client(server)
                .tls(trusted)
                .clientCertificate(client.certificates(), client.privateKey())
                .start()) {

      for (AtomicStoreClient unknown : List.of(withoutCertificate, withoutTls, withoutToken)) {
        assertThat(store(unknown).wasAccepted()).isFalse();
      }
    }
  }

  @Test
  void isNotTrustedWithACertificateOfAnotherAuthority() throws Exception {
    Path others = directory.resolve("others.pem");
    TestAuthority.write(others, TestAuthority.pem(new TestAuthority("another").certificate()));
    try (AtomicStoreServer server = start();
        AtomicStoreClient wary =
            client(server)
                .tls(others)
                .clientCertificate(client.certificates(), client.privateKey())
                .token(token)
                .start()) {

      assertThat(store(wary).wasAccepted()).isFalse();
    }
  }

  @Test
  @Tag("slow")
  void cutsOffPeersThatDoNotShakeHands() throws Exception {
    try (AtomicStoreServer server = start();
        Socket overGrpc = connect(server.grpcPort());
        Socket overHttp = connect(server.httpPort())) {

      assertEnds(overHttp);
      assertEnds(overGrpc);
    }
  }

  private static void assertEnds(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Test
  void doesNotStartWithADamagedCertificate() {
    TestAuthority.write(node.certificates(), "nonsense");

    assertThatThrownBy(this::start)
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(node.certificates().toString());
  }
}
