package io.atomicstore.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections by HTTP that are kept after a request. */
final class IdleOverHttp implements IdleConnections.Kind {

  private static final byte[] REQUEST =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public List<AutoCloseable> connect(ServerProcess node, int count) throws IOException {
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort());
      open.add(socket);
      socket.getOutputStream().write(REQUEST);
      if (socket.getInputStream().read() < 0) {
        throw new IllegalStateException("the node closed a connection without an answer");
      }
    }
    return open;
  }
}
