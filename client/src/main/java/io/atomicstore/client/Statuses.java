package io.atomicstore.client;

import io.grpc.Status;

/** The one table from gRPC's statuses to what a client makes of them. */
final class Statuses {

  private Statuses() {}

  /** Whether asking again as before won't help. */
  static boolean isHopeless(Status status) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED,
          PERMISSION_DENIED,
          UNIMPLEMENTED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          DATA_LOSS ->
          true;
      default -> false;
    };
  }

  /** What a reader is told. */
  static RuntimeException toException(Status status) {
    return isHopeless(status)
        ? new RequestRefusedException(kind(status), text(status))
        : new StoreUnavailableException(text(status));
  }

  private static RequestRefusedException.Kind kind(Status status) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED -> RequestRefusedException.Kind.UNAUTHENTICATED;
      case PERMISSION_DENIED -> RequestRefusedException.Kind.FORBIDDEN;
      default -> RequestRefusedException.Kind.INVALID;
    };
  }

  /** The status in words. */
  static String text(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    return status.getCode()
        + (description == null ? "" : ": " + description)
        + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }
}
