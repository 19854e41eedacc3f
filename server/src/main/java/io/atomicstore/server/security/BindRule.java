package io.atomicstore.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Which addresses a node may be bound to. Loopback always; any other only if what is sent is
 * encrypted and everybody has to prove that they may, or if a setting says that neither matters.
 *
 * @param tls how connections are encrypted
 * @param tokens whether a token is asked for
 * @param unprotected what becomes of an address that others reach and that lacks either
 */
public record BindRule(Tls tls, Tokens tokens, Unprotected unprotected) {

  /** The setting that permits what the rule refuses. */
  public static final String INSECURE_SETTING =
      "atomic-store.server.insecure-bind-without-tls-and-tokens";

  /** How connections are encrypted. */
  public enum Tls {
    NONE,
    /** The node shows a certificate. */
    SERVER,
    /** The node and its peers show certificates: who has none that is trusted gets no further. */
    MUTUAL
  }

  /** Whether peers need tokens. */
  public enum Tokens {
    NONE,
    REQUIRED
  }

  /** What becomes of an address that is not loopback and lacks protection. */
  public enum Unprotected {
    REFUSED,
    ALLOWED
  }

  /**
   * The address of a network interface, if it may be bound.
   *
   * @param setting names the setting that has the interface, for messages
   * @param host a name or an address, as the setting has it
   * @throws IllegalStateException if it may not, or there is no such address; says what to do
   */
  public InetAddress check(String setting, String host) {
    InetAddress address = resolve(setting, host);
    if (!address.isLoopbackAddress() && unprotected == Unprotected.REFUSED && !isProtected()) {
      throw new IllegalStateException(
          setting
              + " = "
              + host
              + " can be reached from other machines, and "
              + lack()
              + ". Bind to 127.0.0.1, or configure "
              + remedy()
              + ", or accept the danger with "
              + INSECURE_SETTING
              + " = on");
    }
    return address;
  }

  private static InetAddress resolve(String setting, String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          setting + " must be an address of this machine, or a name of one, found '" + host + "'",
          e);
    }
  }

  private boolean isProtected() {
    return tls == Tls.MUTUAL || (tls == Tls.SERVER && tokens == Tokens.REQUIRED);
  }

  private String lack() {
    if (tls != Tls.NONE) {
      return "without tokens anybody there could read and store events";
    }
    return tokens == Tokens.REQUIRED
        ? "without TLS tokens and events would be sent in the clear"
        : "without TLS and tokens anybody there could read and store events";
  }

  private String remedy() {
    return switch (tls) {
      case NONE -> tokens == Tokens.REQUIRED ? "TLS" : "TLS and tokens";
      case SERVER, MUTUAL -> "tokens, or trusted client certificates";
    };
  }
}
