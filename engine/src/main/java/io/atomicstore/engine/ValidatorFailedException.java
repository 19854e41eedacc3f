package io.atomicstore.engine;

/** Stands for what a validator threw on another node; its message is that exception's text. */
public final class ValidatorFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ValidatorFailedException(String text) {
    super(text);
  }
}
