package io.atomicstore.cli.transfer;

/** A file can't be what an export is written to, or gone on with. Nothing was written. */
public final class UnusableExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableExportException(String message) {
    super(message);
  }
}
