package io.atomicstore.server.security;

import io.atomicstore.server.security.TestAuthority.Issued;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A peer with the JDK's sockets.
 *
 * @param trusted whose certificates of servers it accepts
 * @param own what it shows if it is asked; null is none
 */
record TlsPeer(X509Certificate trusted, @Nullable Issued own) {

  private static final int PATIENCE_MILLIS = 20_000;

  /** What a connection came to be. */
  record Connected(String protocol, String cipherSuite, BigInteger serialNumber) {}

  Connected connect(Edge edge) throws IOException {
    return connect(edge, context().getDefaultSSLParameters());
  }

  /** Connects, sends a request, and waits for the first byte of the answer. */
  Connected connect(Edge edge, SSLParameters parameters) throws IOException {
    try (SSLSocket socket = open(edge, parameters)) {
      answer(edge, socket);
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return new Connected(
          socket.getSession().getProtocol(),
          socket.getSession().getCipherSuite(),
          shown.getSerialNumber());
    }
  }

  /** A connection of which nothing was sent but the handshake. */
  SSLSocket open(Edge edge, SSLParameters parameters) throws IOException {
    parameters.setApplicationProtocols(new String[] {edge.protocol()});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    SSLSocket socket =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  static void answer(Edge edge, SSLSocket socket) throws IOException {
    socket.getOutputStream().write(edge.request());
    socket.getOutputStream().flush();
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the server hung up without an answer");
    }
  }

  SSLParameters parameters() {
    return context().getDefaultSSLParameters();
  }

  private SSLContext context() {
    try {
      KeyStore trustStore = KeyStore.getInstance("PKCS12");
      trustStore.load(null, null);
      trustStore.setCertificateEntry("trusted", trusted);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trustStore);
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      keyStore.load(null, null);
      if (own != null) {
        keyStore.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(keyStore, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
