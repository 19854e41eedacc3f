package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Result;
import io.grpc.TlsServerCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who trusts whom. */
final class TlsTest {

  @TempDir private Path directory;

  private final TestServer server = new TestServer(1);
  private TestCertificate ofServer;
  private TestCertificate ofClient;

  @BeforeEach
  void start() throws Exception {
    ofServer = TestCertificate.made(directory, "server");
    ofClient = TestCertificate.made(directory, "client");
    server.credentials(
        TlsServerCredentials.newBuilder()
            .keyManager(ofServer.certificate().toFile(), ofServer.key().toFile())
            .trustManager(ofClient.certificate().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Result<String, String, String> storeWith(
      UnaryOperator<AtomicStoreClientBuilder> settings) {
    try (AtomicStoreClient client =
        settings
            .apply(
                ServerAndClient.builder(server.address()).submissionTimeout(Duration.ofSeconds(2)))
            .start()) {
      return await(
          client
              .originator(EventFormat.text("text"), new TextsFold())
              .storeIfValid(submission("a")));
    }
  }

  private AtomicStoreClientBuilder withOwnCertificate(AtomicStoreClientBuilder client) {
    return client.clientCertificate(ofClient.certificate(), ofClient.key());
  }

  @Test
  void storesWhereBothTrustEachOther() {
    assertThat(storeWith(client -> withOwnCertificate(client.tls(ofServer.certificate()))))
        .matches(Result::wasAccepted);
  }

  @Test
  void storesNothingAtAServerThatItDoesNotTrust() {
    var ofAnother = storeWith(client -> withOwnCertificate(client.tls(ofClient.certificate())));
    var ofNobody = storeWith(client -> withOwnCertificate(client.tls()));

    assertThat(ofAnother).isInstanceOf(Result.Unavailable.class);
    assertThat(ofNobody).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void storesNothingAtAServerThatDoesNotKnowIt() {
    var unknown = storeWith(client -> client.tls(ofServer.certificate()));
    var unencrypted = storeWith(client -> client);

    assertThat(unknown).isInstanceOf(Result.Unavailable.class);
    assertThat(unencrypted).isInstanceOf(Result.Unavailable.class);
  }
}
