package io.atomicstore.cli;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.AtomicStoreClientBuilder;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a node is reached.
 *
 * @param token empty is none
 * @param timeout how long to wait for an answer
 */
record NodeAccess(String address, String token, Security security, Duration timeout) {

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]):\\d+");

  /** Whether what is sent is encrypted. */
  enum Encryption {
    TLS,
    UNLESS_LOOPBACK,
    NONE
  }

  /**
   * How the connection is protected.
   *
   * @param trust null trusts as Java does
   * @param certificate null shows none; with {@code key}
   */
  record Security(
      Encryption encryption,
      @Nullable Path trust,
      @Nullable Path certificate,
      @Nullable Path key) {}

  /** A client of the node, not started yet. */
  AtomicStoreClientBuilder client() {
    AtomicStoreClientBuilder client =
        AtomicStoreClient.builder(address)
            .name("atomic-store command")
            .token(token)
            .submissionTimeout(timeout);
    if (!isEncrypted()) {
      return client.insecureWithoutTls();
    }
    client = security.trust == null ? client.tls() : client.tls(security.trust);
    return security.certificate == null || security.key == null
        ? client
        : client.clientCertificate(security.certificate, security.key);
  }

  /** A connection of its own. */
  ManagedChannel channel() {
    return Grpc.newChannelBuilder("dns:///" + address, credentials()).build();
  }

  private boolean isEncrypted() {
    return switch (security.encryption) {
      case TLS -> true;
      case UNLESS_LOOPBACK -> !LOOPBACK.matcher(address).matches();
      case NONE -> false;
    };
  }

  private ChannelCredentials credentials() {
    if (!isEncrypted()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    try {
      if (security.trust != null) {
        credentials.trustManager(security.trust.toFile());
      }
      if (security.certificate != null && security.key != null) {
        credentials.keyManager(security.certificate.toFile(), security.key.toFile());
      }
    } catch (IOException e) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "a certificate or key can't be read: " + e.getMessage(), e);
    }
    return credentials.build();
  }
}
