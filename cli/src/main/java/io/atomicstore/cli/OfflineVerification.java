package io.atomicstore.cli;

import io.atomicstore.server.OfflineStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Verification of stores that no node has open. */
final class OfflineVerification {

  private OfflineVerification() {}

  static VerificationSummary of(Path directory, Console console, OutputOptions output) {
    AtomicLong records = new AtomicLong();
    try (OfflineStore store = open(directory)) {
      return new Progress(console, output)
          .during(
              elapsed -> VerificationSummary.progress(records.get(), elapsed),
              () -> VerificationSummary.of(store.verify(records::set)));
    }
  }

  static OfflineStore open(Path directory) {
    try {
      return OfflineStore.open(directory);
    } catch (IllegalArgumentException e) {
      throw new FailedException(ExitCode.BAD_USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
