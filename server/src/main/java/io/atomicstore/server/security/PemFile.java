package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is in a PEM file. Errors never repeat what was found between its lines. */
final class PemFile {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String PKCS8 = "PRIVATE KEY";
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA");

  private final String kind;
  private final Path file;
  private final byte[] contents;

  PemFile(String kind, Path file, byte[] contents) {
    this.kind = kind;
    this.file = file;
    this.contents = contents;
  }

  private record Block(String name, String base64) {}

  /**
   * The certificates in the file, one or more, in its order.
   *
   * @throws UnusableFileException if there is none, or one can't be read
   */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks()) {
        if (block.name().equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(bytes(block))));
        }
      }
    } catch (CertificateException e) {
      throw unusable("has a certificate that can't be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw unusable("has no certificate: expected '-----BEGIN CERTIFICATE-----'", null);
    }
    return certificates;
  }

  /**
   * The private key in the file.
   *
   * @throws UnusableFileException if there is not exactly one, or it is encrypted, or of another
   *     form than PKCS #8
   */
  PrivateKey privateKey() {
    List<Block> keys = blocks().stream().filter(block -> block.name().endsWith(PKCS8)).toList();
    if (keys.size() != 1) {
      throw unusable(
          "has " + keys.size() + " private keys: expected one '-----BEGIN PRIVATE KEY-----'", null);
    }
    Block key = keys.get(0);
    if (!key.name().equals(PKCS8)) {
      throw unusable(
          "has a key of the form '"
              + key.name()
              + "', expected '"
              + PKCS8
              + "' (PKCS #8, not encrypted); make it with: openssl pkcs8 -topk8 -nocrypt",
          null);
    }
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes(key));
    for (String algorithm : KEY_ALGORITHMS) {
      PrivateKey decoded = decode(algorithm, encoded);
      if (decoded != null) {
        return decoded;
      }
    }
    throw unusable("has a key that is none of " + KEY_ALGORITHMS + ", or is damaged", null);
  }

  /** The key; null if it is not one of that algorithm, which nothing but the attempt tells. */
  private static @Nullable PrivateKey decode(String algorithm, PKCS8EncodedKeySpec encoded) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
    } catch (InvalidKeySpecException e) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  private List<Block> blocks() {
    Matcher matcher = BLOCK.matcher(new String(contents, ISO_8859_1));
    List<Block> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private byte[] bytes(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw unusable("has a '" + block.name() + "' that is not Base64", e);
    }
  }

  UnusableFileException unusable(String what, @Nullable Throwable cause) {
    return new UnusableFileException(kind, file, what, cause);
  }
}
