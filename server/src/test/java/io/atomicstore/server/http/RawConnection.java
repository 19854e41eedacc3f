package io.atomicstore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what it likes, byte by byte. */
final class RawConnection implements AutoCloseable {

  private final Socket socket;

  RawConnection(HttpNode node) throws IOException {
    this.socket = new Socket("localhost", node.port());
    socket.setSoTimeout((int) HttpNode.PATIENCE.toMillis());
  }

  /** Lines of a request's head, each of which is ended here. */
  RawConnection head(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends that again and again, up to so many times, until the node breaks the connection. */
  void sendUntilCutOff(byte[] bytes, int timesMax) throws IOException {
    try {
      for (int i = 0; i < timesMax; i++) {
        send(bytes);
      }
    } catch (SocketException e) {
      assertThat(e).message().containsAnyOf("reset", "Broken pipe");
    }
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** The first bytes that come, as text. */
  String read(int bytes) throws IOException {
    return new String(in().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /** The status line of the answer. */
  String statusLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = in().read(); one >= 0 && one != '\r'; one = in().read()) {
      line.append((char) one);
    }
    return line.toString();
  }

  /** All that comes until the node closes the connection. */
  String rest() throws IOException {
    return new String(in().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads on until the node closes or breaks the connection. */
  void awaitEnd() throws IOException {
    try {
      in().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertThat(e).message().containsAnyOf("reset", "Broken pipe");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
