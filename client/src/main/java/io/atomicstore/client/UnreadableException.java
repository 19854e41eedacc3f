package io.atomicstore.client;

/**
 * Bytes that came from the store can't be read by the application's formats, which threw the cause
 * of this. Reading them again won't help; a format that can read them does.
 */
public final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
