package io.atomicstore.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A line between peers and a node that can go dead: bytes are taken then, acknowledged by TCP, and
 * passed on no more, in both directions; nobody is told. The same holds for ends of streams.
 */
public final class HalfOpenProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 << 10;

  private final int targetPort;
  private final ServerSocket server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean isDead;

  /** Passes on what comes on a port of its own to a port of the loopback interface. */
  public HalfOpenProxy(int targetPort) throws IOException {
    this.targetPort = targetPort;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "half-open-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where peers connect. */
  public int port() {
    return server.getLocalPort();
  }

  /** From here on nothing arrives any more. */
  public void die() {
    isDead = true;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket peer = server.accept();
        Socket node = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        sockets.add(peer);
        sockets.add(node);
        start(() -> pass(peer, node));
        start(() -> pass(node, peer));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
        if (!isDead) {
          out.write(buffer, 0, bytes);
        }
      }
      if (!isDead) {
        to.close();
      }
    } catch (IOException e) {
      // Either side broke its connection. A line that is not dead breaks the other's too.
      if (!isDead) {
        closeNow(to);
      }
    }
  }

  private static void closeNow(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(HalfOpenProxy::closeNow);
  }
}
