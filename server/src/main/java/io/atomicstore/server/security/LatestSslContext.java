package io.atomicstore.server.security;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * The context that is in force when a connection begins. A whole context is replaced rather than
 * the key within one: so certificate and trusted authorities change in one step, peers are told the
 * authorities that count, and no session of before is resumed.
 */
@SuppressWarnings("deprecation") // Netty's own type of what SslContext has to return.
final class LatestSslContext extends SslContext {

  private final Supplier<SslContext> latest;

  LatestSslContext(Supplier<SslContext> latest) {
    this.latest = latest;
  }

  @Override
  public boolean isClient() {
    return latest.get().isClient();
  }

  @Override
  public List<String> cipherSuites() {
    return latest.get().cipherSuites();
  }

  @Override
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return latest.get().applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return latest.get().newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return latest.get().newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return latest.get().sessionContext();
  }
}
