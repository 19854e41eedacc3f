package io.atomicstore.server.security;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * TLS for both edges of a node, 1.2 and 1.3 with modern ciphers. Certificates are read again when
 * their files change; connections that are open go on, new ones get the new certificate.
 */
public final class ServerTls {

  private final TlsFiles files;
  private final Reloaded<TlsContexts> contexts;

  private ServerTls(TlsFiles files, Reloaded<TlsContexts> contexts) {
    this.files = files;
    this.contexts = contexts;
  }

  /**
   * Reads the files.
   *
   * @throws UnusableFileException naming the file that can't be used: missing, damaged, expired, or
   *     a key of another certificate
   */
  public static ServerTls of(TlsFiles files) {
    return of(files, Clock.systemUTC());
  }

  static ServerTls of(TlsFiles files, Clock clock) {
    return new ServerTls(
        files,
        new Reloaded<>(
            "certificate",
            files.all(),
            contents -> contexts(files, TlsIdentity.of(files, contents, clock.instant()))));
  }

  private static TlsContexts contexts(TlsFiles files, TlsIdentity identity) {
    try {
      return TlsContexts.of(identity);
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableFileException(
          "certificate file", files.certificates(), "can't be used: " + e.getMessage(), e);
    }
  }

  /** Whether every peer must show a certificate of a trusted authority. */
  public boolean asksForClientCertificates() {
    return files.trustCertificates() != null;
  }

  /** For {@code NettyServerBuilder.sslContext}; follows the files by itself. */
  public SslContext grpcContext() {
    return new LatestSslContext(() -> contexts.current().grpc());
  }

  /** For Pekko HTTP's {@code ConnectionContext.httpsServer}; asked for each new connection. */
  public Supplier<SSLEngine> engines() {
    return () -> contexts.current().jdkEngine();
  }

  /**
   * Looks whether the files have changed, and uses them for connections that begin from then on.
   * Files that can't be used leave everything as it was. Blocks while it reads.
   */
  public void reload() {
    contexts.reload();
  }
}
