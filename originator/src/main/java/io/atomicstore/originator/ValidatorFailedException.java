package io.atomicstore.originator;

/** Stands for what a validator threw elsewhere; its message is that exception's text. */
public final class ValidatorFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Stands for an exception of that text. */
  public ValidatorFailedException(String text) {
    super(text);
  }
}
