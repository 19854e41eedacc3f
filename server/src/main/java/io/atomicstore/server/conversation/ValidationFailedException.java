package io.atomicstore.server.conversation;

/** A validation of an originator failed, instead of coming to a decision; says what it told. */
final class ValidationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ValidationFailedException(String message) {
    super(message, null, false, false);
  }
}
