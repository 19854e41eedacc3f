package io.atomicstore.client;

/** The store refuses to answer; its message says why. Asking again as before won't help. */
public final class RequestRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The store does not know who asks: there is no token, or it is none of the store's. */
    UNAUTHENTICATED,
    /** Who asks may not do this, or not there. */
    FORBIDDEN,
    /** What was asked can't be right, or can't be done. */
    INVALID
  }

  private final Kind kind;

  RequestRefusedException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
