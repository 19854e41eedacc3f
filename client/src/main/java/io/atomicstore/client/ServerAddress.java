package io.atomicstore.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens. */
record ServerAddress(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\[\\]\\s]+):(\\d{1,5})");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");
  private static final int PORT_MAX = 65_535;

  /**
   * Reads {@code host:port}, where an IPv6 address is in brackets.
   *
   * @throws IllegalArgumentException if {@code text} has any other form
   */
  static ServerAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "expected the address of a server as host:port, for example localhost:7700, found '"
              + text
              + "'");
    }
    return new ServerAddress(matcher.group(1), port);
  }

  /** Whether what is sent there does not leave this machine. */
  boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  /** As gRPC names it. */
  String target() {
    return "dns:///" + this;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
