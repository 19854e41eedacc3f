package io.atomicstore.journal.rocksdb;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests, each with a directory of its own below the build directory. */
final class TestDirectories {

  private TestDirectories() {}

  /** The configuration of a system that keeps its events and snapshots in a new directory. */
  static Config configWithNewDirectory() {
    return config(newDirectory());
  }

  /** A new, empty directory. */
  static Path newDirectory() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "stores"));
      return Files.createTempDirectory(parent, "store").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Config config(Path directory) {
    return ConfigFactory.empty()
        .withValue(
            "atomic-store.rocksdb.directory",
            ConfigValueFactory.fromAnyRef(directory.toAbsolutePath().toString()))
        .withFallback(ConfigFactory.load());
  }
}
