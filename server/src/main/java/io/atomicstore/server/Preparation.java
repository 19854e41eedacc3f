package io.atomicstore.server;

import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.ServerTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What of a node is looked at before anything is opened.
 *
 * @param grpc where gRPC is to listen
 * @param http where HTTP is to listen
 * @param tls null is no TLS
 */
record Preparation(
    ServerSettings settings,
    InetSocketAddress grpc,
    InetSocketAddress http,
    @Nullable ServerTls tls,
    AccessControl access) {

  /**
   * Finds the addresses, and reads certificates and tokens.
   *
   * @throws IllegalStateException if an address may not be bound
   * @throws io.atomicstore.server.security.UnusableFileException if a file is of no use
   */
  static Preparation of(ServerSettings settings) {
    ServerSettings.Security security = settings.security();
    return new Preparation(
        settings,
        address(settings, settings.grpc()),
        address(settings, settings.http()),
        security.tls() == null ? null : ServerTls.of(security.tls()),
        security.accessControl());
  }

  private static InetSocketAddress address(
      ServerSettings settings, ServerSettings.Listener listener) {
    InetAddress address =
        settings.security().bindRule().check(listener.hostSetting(), listener.host());
    return new InetSocketAddress(address, listener.port());
  }
}
