package io.atomicstore.server.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test. */
final class TestAuthority {

  /** A certificate and its key. */
  record Issued(X509Certificate certificate, PrivateKey key) {

    /** Writes both as PEM, into files that exist or not. */
    void writeTo(TlsFiles files) {
      write(files.certificates(), pem(certificate));
      write(files.privateKey(), pem(key));
    }
  }

  private static final Duration YEAR = Duration.ofDays(365);

  private final X500Principal name;
  private final Issued own;
  private long lastSerial = 1;

  TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    KeyPair keys = keys("EC");
    this.own =
        new Issued(
            certificate(keys, this.name, keys.getPrivate(), Instant.now()), keys.getPrivate());
  }

  X509Certificate certificate() {
    return own.certificate();
  }

  /** A certificate for this machine, with a key of that algorithm, for a year from now. */
  Issued issue(String algorithm) {
    return issueAt(algorithm, Instant.now());
  }

  /** One that ended yesterday. */
  Issued issueExpired() {
    return issueAt("EC", Instant.now().minus(YEAR).minus(Duration.ofDays(1)));
  }

  private Issued issueAt(String algorithm, Instant from) {
    lastSerial++;
    KeyPair keys = keys(algorithm);
    return new Issued(
        certificate(keys, new X500Principal("CN=localhost"), own.key(), from), keys.getPrivate());
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate certificate(
      KeyPair keys, X500Principal subject, PrivateKey signingKey, Instant from) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(lastSerial),
              Date.from(from.minusSeconds(60)),
              Date.from(from.plus(YEAR)),
              subject,
              keys.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(subject.equals(name)));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
              }));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signingKey)));
    } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pem(String what, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what);
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
