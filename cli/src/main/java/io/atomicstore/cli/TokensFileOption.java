package io.atomicstore.cli;

import io.atomicstore.server.security.TokenFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which token file is meant. */
final class TokensFileOption {

  @Option(
      names = "--tokens-file",
      paramLabel = "FILE",
      required = true,
      description = "The token file; nobody but its owner may read it.")
  private Path file;

  TokenFile tokenFile() {
    return TokenFile.at(file.toAbsolutePath());
  }

  Path path() {
    return file;
  }
}
