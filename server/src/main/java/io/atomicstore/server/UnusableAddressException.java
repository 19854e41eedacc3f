package io.atomicstore.server;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A node can't listen on an address. Nothing of the node is open. */
public final class UnusableAddressException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong with the address. */
  public enum Problem {
    /** Another socket listens there. */
    IN_USE,
    /** Anything else; the message says what. */
    OTHER
  }

  private final Problem problem;

  private UnusableAddressException(String message, Problem problem, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /**
   * Says which setting is to be changed.
   *
   * @param setting of the port, with its value
   * @param address what should have been bound
   */
  static UnusableAddressException of(String setting, String address, Throwable cause) {
    String found = reason(cause);
    if (found.toLowerCase(Locale.ROOT).contains("in use")) {
      return new UnusableAddressException(
          setting + " must be a port that is free, found " + address + " in use",
          Problem.IN_USE,
          cause);
    }
    return new UnusableAddressException(
        setting + " must be a port that can be bound, found " + address + ": " + found,
        Problem.OTHER,
        cause);
  }

  /** What the innermost of the causes says: those around it belong to libraries. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    @Nullable Throwable next = failure;
    while (next != null) {
      innermost = next;
      next = next.getCause();
    }
    return String.valueOf(innermost.getMessage());
  }

  public Problem problem() {
    return problem;
  }
}
