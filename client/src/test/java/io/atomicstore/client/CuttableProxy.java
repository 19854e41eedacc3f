package io.atomicstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes on between clients and a server, until it is told to cut or to freeze. */
final class CuttableProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private boolean isFrozen;
  private int accepted;

  CuttableProxy(String serverAddress) throws IOException {
    this.serverPort = ServerAddress.parse(serverAddress).port();
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "localhost:" + listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(client);
        sockets.add(server);
        synchronized (this) {
          accepted++;
        }
        start(() -> pass(client, server));
        start(() -> pass(server, client));
      } catch (IOException e) {
        // No server: whoever connects notices.
        if (listening.isClosed()) {
          return;
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitThaw(from);
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // Cut: both sockets are closed now.
      return;
    } finally {
      sockets.remove(from);
    }
  }

  private synchronized void awaitThaw(Socket from) throws IOException {
    while (isFrozen && !from.isClosed()) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Connections stay open, and nothing passes any more. */
  synchronized void freeze() {
    isFrozen = true;
  }

  /** What did not pass does, on connections that are still open. */
  synchronized void thaw() {
    isFrozen = false;
    notifyAll();
  }

  /** All connections break. */
  void cut() throws IOException {
    for (Socket socket : Set.copyOf(sockets)) {
      socket.close();
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /** How many connections there were. */
  synchronized int accepted() {
    return accepted;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    thaw();
    cut();
  }
}
