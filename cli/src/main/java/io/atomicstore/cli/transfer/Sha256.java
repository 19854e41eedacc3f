package io.atomicstore.cli.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 of bytes that come one after the other. */
final class Sha256 {

  private final MessageDigest digest;

  private Sha256(MessageDigest digest) {
    this.digest = digest;
  }

  /** Of no bytes yet. */
  static Sha256 empty() {
    try {
      return new Sha256(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Another one of the same bytes. */
  Sha256 copy() {
    try {
      return new Sha256((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  /** Adds a line and its line end. */
  void addLine(byte[] line) {
    digest.update(line);
    digest.update((byte) '\n');
  }

  /** Of the bytes so far, in hexadecimal digits. */
  String text() {
    return HexFormat.of().formatHex(copy().digest.digest());
  }
}
