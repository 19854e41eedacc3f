package io.atomicstore.examples.auction.demo;

/**
 * The user gave something that can't be used. The message is one line for the user: what is wrong,
 * where, what was expected and what was found.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidInputException(String message) {
    super(message);
  }

  InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
