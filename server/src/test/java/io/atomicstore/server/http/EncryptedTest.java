package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptedTest {

  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path directory;

  @Test
  void speaksTls() throws Exception {
    SSLContext context = context();
    try (HttpNode node = new HttpNode(directory)) {
      HttpEdge encrypted =
          HttpNode.get(
              HttpEdge.startEncrypted(
                  node.parts(),
                  HttpNode.SETTINGS,
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  () -> engine(context)));
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();

      HttpResponse<String> response =
          HttpNode.get(
              client.sendAsync(
                  HttpRequest.newBuilder(
                          URI.create(
                              "https://localhost:" + encrypted.address().getPort() + "/scopes"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString()));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.sslSession()).isPresent();
      HttpNode.get(encrypted.stop(Duration.ofMillis(200)));
    }
  }

  private static SSLEngine engine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  /** Shows, and trusts, a certificate of localhost that the JDK's tool makes. */
  private SSLContext context() throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
