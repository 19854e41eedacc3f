package io.atomicstore.core;

/** The application's code threw the cause of this instead of folding or deciding. */
final class FoldFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Throwable thrown;

  FoldFailedException(Throwable thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  Throwable thrown() {
    return thrown;
  }
}
