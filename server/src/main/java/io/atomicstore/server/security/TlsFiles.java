package io.atomicstore.server.security;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's certificate is, all as PEM.
 *
 * @param certificates the node's own certificate first, then those that lead to a root
 * @param privateKey of the node's own certificate, as unencrypted PKCS #8
 * @param trustCertificates of the authorities whose certificates every peer must show; null asks
 *     peers for none
 */
public record TlsFiles(Path certificates, Path privateKey, @Nullable Path trustCertificates) {

  List<Path> all() {
    return trustCertificates == null
        ? List.of(certificates, privateKey)
        : List.of(certificates, privateKey, trustCertificates);
  }
}
