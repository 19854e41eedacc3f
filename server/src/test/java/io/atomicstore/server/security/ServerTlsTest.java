package io.atomicstore.server.security;

import static io.atomicstore.server.security.TestAuthority.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.server.security.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS of both edges, through real sockets. */
final class ServerTlsTest {

  private static ActorSystem system;

  private final TestAuthority authority = new TestAuthority("good");
  private final TestAuthority other = new TestAuthority("other");
  private final TlsPeer peer = new TlsPeer(authority.certificate(), null);

  @TempDir private Path directory;
  private TlsFiles files;
  private TlsFiles mutualFiles;

  @BeforeAll
  static void startSystem() {
    system = ActorSystem.create("tls");
  }

  @AfterAll
  static void stopSystem() {
    system.terminate();
    Edge.await(system.getWhenTerminated());
  }

  @BeforeEach
  void writeCertificates() {
    Path certificates = directory.resolve("certificates.pem");
    Path key = directory.resolve("key.pem");
    Path trusted = directory.resolve("trusted.pem");
    files = new TlsFiles(certificates, key, null);
    mutualFiles = new TlsFiles(certificates, key, trusted);
    authority.issue("EC").writeTo(files);
    write(trusted, TestAuthority.pem(authority.certificate()));
  }

  private static Edge start(String name, ServerTls tls) {
    return Edge.start(name, tls, system);
  }

  private static void assertRefused(TlsPeer peer, Edge edge) {
    assertThatThrownBy(() -> peer.connect(edge)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void takesPeersOfBothVersionsWithKeysOfBothKinds(String name) throws IOException {
    for (String algorithm : new String[] {"EC", "RSA"}) {
      authority.issue(algorithm).writeTo(files);
      try (Edge edge = start(name, ServerTls.of(files))) {
        SSLParameters older = peer.parameters();
        older.setProtocols(new String[] {"TLSv1.2"});

        assertThat(peer.connect(edge).protocol()).isEqualTo("TLSv1.3");
        TlsPeer.Connected connected = peer.connect(edge, older);

        assertThat(connected.protocol()).isEqualTo("TLSv1.2");
        assertThat(connected.cipherSuite()).startsWith("TLS_ECDHE_").contains("_GCM_");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void refusesOldCiphers(String name) {
    authority.issue("RSA").writeTo(files);
    try (Edge edge = start(name, ServerTls.of(files))) {
      SSLParameters old = peer.parameters();
      old.setProtocols(new String[] {"TLSv1.2"});
      old.setCipherSuites(
          new String[] {
            "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
          });

      assertThatThrownBy(() -> peer.connect(edge, old)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void isNotTrustedByPeersOfAnotherAuthority(String name) throws IOException {
    try (Edge edge = start(name, ServerTls.of(files))) {
      assertRefused(new TlsPeer(other.certificate(), null), edge);
      assertThat(peer.connect(edge)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void takesOnlyPeersWithATrustedCertificateIfItAsks(String name) throws IOException {
    ServerTls tls = ServerTls.of(mutualFiles);
    try (Edge edge = start(name, tls)) {
      assertRefused(peer, edge);
      assertRefused(new TlsPeer(authority.certificate(), other.issue("EC")), edge);
      assertRefused(new TlsPeer(authority.certificate(), authority.issueExpired()), edge);
      Issued good = authority.issue("RSA");
      assertThat(new TlsPeer(authority.certificate(), good).connect(edge)).isNotNull();
    }
    assertThat(tls.asksForClientCertificates()).isTrue();
    assertThat(ServerTls.of(files).asksForClientCertificates()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void showsItsNewCertificateToNewConnectionsAndKeepsTheOpenOnes(String name) throws IOException {
    ServerTls tls = ServerTls.of(files);
    try (Edge edge = start(name, tls);
        SSLSocket open = peer.open(edge, peer.parameters())) {
      Issued next = authority.issue("RSA");

      next.writeTo(files);
      tls.reload();

      assertThat(peer.connect(edge).serialNumber()).isEqualTo(next.certificate().getSerialNumber());
      TlsPeer.answer(edge, open);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void trustsAnotherAuthorityOnceItsFileSaysSo(String name) throws IOException {
    ServerTls tls = ServerTls.of(mutualFiles);
    TlsPeer former = new TlsPeer(authority.certificate(), authority.issue("EC"));
    TlsPeer next = new TlsPeer(authority.certificate(), other.issue("EC"));
    try (Edge edge = start(name, tls)) {
      assertThat(former.connect(edge)).isNotNull();

      write(directory.resolve("trusted.pem"), TestAuthority.pem(other.certificate()));
      tls.reload();

      assertRefused(former, edge);
      assertThat(next.connect(edge)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC", "HTTP"})
  void keepsItsCertificateWhenTheNewOneIsBad(String name) throws IOException {
    ServerTls tls = ServerTls.of(files);
    try (Edge edge = start(name, tls)) {
      TlsPeer.Connected before = peer.connect(edge);

      authority.issueExpired().writeTo(files);
      tls.reload();
      assertThat(peer.connect(edge)).isEqualTo(before);
      write(files.certificates(), TestAuthority.pem(authority.issue("EC").certificate()));
      tls.reload();
      assertThat(peer.connect(edge)).isEqualTo(before);
      write(files.privateKey(), "cut");
      tls.reload();
      assertThat(peer.connect(edge)).isEqualTo(before);

      Issued good = authority.issue("EC");
      good.writeTo(files);
      tls.reload();
      assertThat(peer.connect(edge).serialNumber()).isEqualTo(good.certificate().getSerialNumber());
    }
  }

  @org.junit.jupiter.api.Test
  void saysWhichFileKeepsItFromStarting() {
    Issued good = authority.issue("EC");
    String certificate = TestAuthority.pem(good.certificate());
    String key = TestAuthority.pem(good.key());

    assertUnusable("", key, "certificates.pem' has no certificate");
    assertUnusable(key, key, "certificates.pem' has no certificate");
    assertUnusable(certificate, "", "key.pem' has 0 private keys");
    assertUnusable(certificate, key + key, "key.pem' has 2 private keys");
    assertUnusable(certificate, certificate, "key.pem' has 0 private keys");
    assertUnusable(
        certificate, key.replace("PRIVATE", "EC PRIVATE"), "form 'EC PRIVATE KEY', expected");
    assertUnusable(
        certificate, key.replace("PRIVATE", "ENCRYPTED PRIVATE"), "openssl pkcs8 -topk8 -nocrypt");
    assertUnusable(
        certificate,
        TestAuthority.pem("PRIVATE KEY", new byte[] {1, 2, 3}),
        "none of [EC, RSA], or is damaged");
    assertUnusable(
        TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3}),
        key,
        "certificate that can't be read");
    assertUnusable(
        certificate,
        TestAuthority.pem(authority.issue("EC").key()),
        "key.pem' does not belong to the first certificate");
    assertUnusable(
        certificate,
        TestAuthority.pem(authority.issue("RSA").key()),
        "key.pem' does not belong to the first certificate");
    assertUnusable(
        TestAuthority.pem(authority.issueExpired().certificate()), key, "is valid from 20");
    write(mutualFiles.certificates(), certificate);
    write(mutualFiles.privateKey(), key);
    write(directory.resolve("trusted.pem"), "");
    assertThatThrownBy(() -> ServerTls.of(mutualFiles))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("trusted.pem' has no certificate");
    assertThatThrownBy(
            () -> ServerTls.of(new TlsFiles(directory.resolve("none"), files.privateKey(), null)))
        .hasMessageContaining("none' does not exist");
  }

  @org.junit.jupiter.api.Test
  void refusesACertificateThatIsNotValidYet() {
    Clock early = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));

    assertThatThrownBy(() -> ServerTls.of(files, early))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("certificates.pem' is valid from");
  }

  private void assertUnusable(String certificate, String key, String expected) {
    write(files.certificates(), certificate);
    write(files.privateKey(), key);

    assertThatThrownBy(() -> ServerTls.of(files))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining(TestAuthority.pem(authority.certificate()).substring(40, 80));
  }
}
