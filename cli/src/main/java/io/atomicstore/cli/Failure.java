package io.atomicstore.cli;

import io.atomicstore.cli.transfer.DamagedExportException;
import io.atomicstore.cli.transfer.LogDiffersException;
import io.atomicstore.cli.transfer.NoSuchLogException;
import io.atomicstore.cli.transfer.NotStoredException;
import io.atomicstore.cli.transfer.UnusableExportException;
import io.atomicstore.client.RequestRefusedException;
import io.atomicstore.examples.auction.demo.InvalidInputException;
import io.atomicstore.journal.rocksdb.MigrationRefusedException;
import io.atomicstore.journal.rocksdb.StoreUnavailableException;
import io.atomicstore.server.ServerSettingsException;
import io.atomicstore.server.UnusableAddressException;
import io.atomicstore.server.security.UnusableFileException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a run says when it fails: the one table from exceptions to exit codes.
 *
 * @param lines one for each thing that is wrong
 */
record Failure(ExitCode exitCode, List<String> lines) {

  static Failure of(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null
        && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
      return of(cause);
    } else if (failure instanceof FailedException failed) {
      return of(failed.exitCode(), failed);
    } else if (failure instanceof RequestRefusedException refused) {
      return of(exitCode(refused.kind()), refused);
    } else if (failure instanceof io.atomicstore.client.StoreUnavailableException unavailable) {
      return of(ExitCode.UNAVAILABLE, unavailable);
    } else if (failure instanceof StatusRuntimeException status) {
      return ofStatus(status.getStatus());
    } else if (failure instanceof StoreUnavailableException unavailable) {
      return of(exitCode(unavailable.problem()), unavailable);
    } else if (failure instanceof MigrationRefusedException refused) {
      return of(ExitCode.DAMAGED, refused);
    } else if (failure instanceof ServerSettingsException settings) {
      return new Failure(ExitCode.BAD_SETTINGS, settings.faults());
    } else if (failure instanceof UnusableAddressException unusable) {
      return of(exitCode(unusable.problem()), unusable);
    } else if (failure instanceof DamagedExportException damaged) {
      return of(
          damaged.damage() == DamagedExportException.Damage.CUT_OFF
              ? ExitCode.INCOMPLETE
              : ExitCode.DAMAGED,
          damaged);
    } else if (failure instanceof LogDiffersException) {
      return of(ExitCode.DIFFERS, failure);
    } else if (failure instanceof NotStoredException notStored) {
      SubmissionReport report = SubmissionReport.of(notStored.result());
      return new Failure(
          report.exitCode(), List.of(notStored.getMessage() + ": " + report.sentence()));
    } else if (failure instanceof NoSuchLogException) {
      return of(ExitCode.NOT_FOUND, failure);
    } else if (failure instanceof UnusableFileException
        || failure instanceof UnusableExportException
        || failure instanceof InvalidInputException) {
      return of(ExitCode.BAD_USAGE, failure);
    } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      return new Failure(ExitCode.BAD_USAGE, List.of("a file can't be used: " + failure));
    }
    return new Failure(ExitCode.FAULT, List.of(failure.toString()));
  }

  private static Failure of(ExitCode exitCode, Throwable failure) {
    return new Failure(exitCode, List.of(String.valueOf(failure.getMessage())));
  }

  /** What a call to the node failed with. */
  static Failure ofStatus(Status status) {
    ExitCode exitCode =
        switch (status.getCode()) {
          case UNAUTHENTICATED -> ExitCode.UNAUTHENTICATED;
          case PERMISSION_DENIED -> ExitCode.FORBIDDEN;
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED -> ExitCode.UNAVAILABLE;
          case RESOURCE_EXHAUSTED -> ExitCode.OVERLOADED;
          case NOT_FOUND -> ExitCode.NOT_FOUND;
          case INVALID_ARGUMENT, FAILED_PRECONDITION, ALREADY_EXISTS, OUT_OF_RANGE, UNIMPLEMENTED ->
              ExitCode.REFUSED;
          case DATA_LOSS -> ExitCode.DAMAGED;
          case OK, UNKNOWN, INTERNAL -> ExitCode.FAULT;
        };
    String description = status.getDescription();
    return new Failure(
        exitCode, List.of(status.getCode() + (description == null ? "" : ": " + description)));
  }

  private static ExitCode exitCode(RequestRefusedException.Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> ExitCode.UNAUTHENTICATED;
      case FORBIDDEN -> ExitCode.FORBIDDEN;
      case INVALID -> ExitCode.REFUSED;
    };
  }

  private static ExitCode exitCode(StoreUnavailableException.Problem problem) {
    return switch (problem) {
      case IN_USE -> ExitCode.DIRECTORY_IN_USE;
      case DAMAGED -> ExitCode.DAMAGED;
      case OTHER -> ExitCode.BAD_USAGE;
    };
  }

  private static ExitCode exitCode(UnusableAddressException.Problem problem) {
    return switch (problem) {
      case IN_USE -> ExitCode.PORT_IN_USE;
      case OTHER -> ExitCode.BAD_SETTINGS;
    };
  }
}
