package io.atomicstore.client;

/** The server sent what it must not send; the connection can't be used any more. */
final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }

  ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
