package io.atomicstore.client;

/** The store did not answer, for as long as was waited. Reading again is safe. */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreUnavailableException(String message) {
    super(message);
  }
}
