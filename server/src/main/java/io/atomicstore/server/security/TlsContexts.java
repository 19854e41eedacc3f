package io.atomicstore.server.security;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What both edges make connections with, of one version of the files.
 *
 * @param grpc by BoringSSL where there is a build of it, else by the JDK
 * @param jdk the same for whoever wants the JDK's
 */
record TlsContexts(SslContext grpc, SSLContext jdk, ClientAuth clientAuth) {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Those of TLS 1.3, and of TLS 1.2 those with forward secrecy and authenticated encryption. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  static TlsContexts of(TlsIdentity identity) throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = keys(identity);
    boolean asksPeers = !identity.trusted().isEmpty();
    TrustManagerFactory trust = trust(identity.trusted());
    ClientAuth clientAuth = asksPeers ? ClientAuth.REQUIRE : ClientAuth.NONE;
    SSLContext jdk = SSLContext.getInstance("TLS");
    TrustManager[] trusted = asksPeers ? trust.getTrustManagers() : new TrustManager[0];
    jdk.init(keys.getKeyManagers(), trusted, null);
    return new TlsContexts(grpc(identity, clientAuth), jdk, clientAuth);
  }

  private static SslContext grpc(TlsIdentity identity, ClientAuth clientAuth) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(
            identity.key(), identity.certificates().toArray(new X509Certificate[0]));
    if (clientAuth == ClientAuth.REQUIRE) {
      builder.trustManager(identity.trusted().toArray(new X509Certificate[0]));
    }
    return GrpcSslContexts.configure(builder)
        .clientAuth(clientAuth)
        .protocols(PROTOCOLS)
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .build();
  }

  private static KeyManagerFactory keys(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    char[] noPassword = {};
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "node",
        identity.key(),
        noPassword,
        identity.certificates().toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, noPassword);
    return keys;
  }

  private static TrustManagerFactory trust(List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("trusted-" + i, trusted.get(i));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** One end of a new connection, that of the server. */
  SSLEngine jdkEngine() {
    SSLEngine engine = jdk.createSSLEngine();
    SSLParameters parameters = jdk.getDefaultSSLParameters();
    List<String> supported = Arrays.asList(jdk.getSupportedSSLParameters().getCipherSuites());
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(CIPHERS.stream().filter(supported::contains).toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setNeedClientAuth(clientAuth == ClientAuth.REQUIRE);
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }
}
