package io.atomicstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a node is reached: options of all commands that talk to one. */
final class ConnectionOptions {

  private static final String DEFAULT_ADDRESS = "127.0.0.1:7700";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "The node's gRPC address. Default: the environment variable ATOMIC_STORE_ADDRESS, or "
              + DEFAULT_ADDRESS
              + ".")
  private @Nullable String address;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the access token. Default: the environment variable ATOMIC_STORE_TOKEN."
              + " There is no option for the token itself: whoever lists processes would see it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls",
      description =
          "Connect with TLS. Always so, unless the address is of this machine's loopback.")
  private boolean isTls;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of the authorities that sign the node's certificate, if Java does not"
              + " trust them. Means --tls.")
  private @Nullable Path trust;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "The certificate (PEM) to show the node. Needs --key; means --tls.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The key of --certificate (PEM, PKCS #8, not encrypted).")
  private @Nullable Path key;

  @Option(
      names = "--insecure-without-tls",
      description =
          "Do without TLS beyond loopback too: everybody on the way can read, and change, what is"
              + " sent, the token included.")
  private boolean isInsecure;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for an answer, default 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  /** Whether an address was given, as an option. */
  boolean hasAddress() {
    return address != null;
  }

  /** Connects, and sees that a node answers. */
  Node connect() {
    return Node.connect(new NodeAccess(addressOrDefault(), token(), security(), timeout));
  }

  private String addressOrDefault() {
    String given = address == null ? System.getenv("ATOMIC_STORE_ADDRESS") : address;
    return given == null || given.isEmpty() ? DEFAULT_ADDRESS : given;
  }

  private String token() {
    if (tokenFile == null) {
      String given = System.getenv("ATOMIC_STORE_TOKEN");
      return given == null ? "" : given.strip();
    }
    try {
      String token = Files.readString(tokenFile).strip();
      if (token.isEmpty() || token.lines().count() > 1) {
        throw new FailedException(
            ExitCode.BAD_USAGE,
            "--token-file "
                + tokenFile
                + ": expected one line with a token, found "
                + token.lines().count()
                + " lines");
      }
      return token;
    } catch (IOException e) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--token-file " + tokenFile + ": can't be read: " + e, e);
    }
  }

  private NodeAccess.Security security() {
    if ((certificate == null) != (key == null)) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          certificate == null
              ? "--key: expected together with --certificate, found alone"
              : "--certificate: expected together with --key, found alone");
    }
    boolean wantsTls = isTls || trust != null || certificate != null;
    if (wantsTls && isInsecure) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          "--insecure-without-tls: expected without options of TLS, found one of them too");
    }
    return new NodeAccess.Security(
        wantsTls
            ? NodeAccess.Encryption.TLS
            : isInsecure ? NodeAccess.Encryption.NONE : NodeAccess.Encryption.UNLESS_LOOPBACK,
        trust,
        certificate,
        key);
  }
}
