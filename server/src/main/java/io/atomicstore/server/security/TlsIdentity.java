package io.atomicstore.server.security;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node shows who it is, and whom it trusts: one version of its files, checked as far as that
 * goes without a peer.
 *
 * @param certificates the node's own first
 * @param trusted authorities whose certificates peers must show; empty asks for none
 */
record TlsIdentity(
    List<X509Certificate> certificates, PrivateKey key, List<X509Certificate> trusted) {

  private static final byte[] SAMPLE = {1, 2, 3, 4, 5, 6, 7, 8};

  TlsIdentity {
    certificates = List.copyOf(certificates);
    trusted = List.copyOf(trusted);
  }

  /**
   * Reads what the files hold, in the order of {@link TlsFiles#all()}.
   *
   * @throws UnusableFileException naming the file that a handshake would fail on
   */
  static TlsIdentity of(TlsFiles files, List<byte[]> contents, Instant now) {
    PemFile certificates = new PemFile("certificate file", files.certificates(), contents.get(0));
    PemFile key = new PemFile("key file", files.privateKey(), contents.get(1));
    TlsIdentity identity =
        new TlsIdentity(certificates.certificates(), key.privateKey(), trusted(files, contents));
    identity.checkValidity(certificates, now);
    identity.checkKey(key, files);
    return identity;
  }

  private static List<X509Certificate> trusted(TlsFiles files, List<byte[]> contents) {
    return files.trustCertificates() == null
        ? List.of()
        : new PemFile("file of trusted certificates", files.trustCertificates(), contents.get(2))
            .certificates();
  }

  private void checkValidity(PemFile file, Instant now) {
    X509Certificate own = certificates.get(0);
    try {
      own.checkValidity(Date.from(now));
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw file.unusable(
          "is valid from "
              + own.getNotBefore().toInstant()
              + " to "
              + own.getNotAfter().toInstant()
              + ", it is "
              + now,
          e);
    }
  }

  private void checkKey(PemFile file, TlsFiles files) {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key, new SecureRandom());
      signing.update(SAMPLE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificates.get(0).getPublicKey());
      verifying.update(SAMPLE);
      if (verifying.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw mismatch(file, files, e);
    }
    throw mismatch(file, files, null);
  }

  private static UnusableFileException mismatch(
      PemFile file, TlsFiles files, @Nullable GeneralSecurityException cause) {
    return file.unusable(
        "does not belong to the first certificate of '" + files.certificates() + "'", cause);
  }
}
