package io.atomicstore.cli;

/**
 * A run can't go on. The message is one line for the user: what was expected, what was found, and
 * where.
 */
final class FailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  FailedException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  FailedException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
