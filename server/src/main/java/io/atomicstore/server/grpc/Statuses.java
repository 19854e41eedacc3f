package io.atomicstore.server.grpc;

import io.atomicstore.engine.LogUnavailableException;
import io.atomicstore.server.conversation.ResultWriter;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from failures of calls to gRPC statuses. Results of submissions are values, not
 * failures: see {@link ResultWriter}.
 */
final class Statuses {

  private static final Logger LOGGER = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  static Status of(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return of(failure.getCause());
    } else if (failure instanceof StatusRuntimeException known) {
      return known.getStatus();
    } else if (failure instanceof StatusException known) {
      return known.getStatus();
    } else if (failure instanceof IllegalArgumentException) {
      return Status.INVALID_ARGUMENT.withDescription(failure.getMessage());
    } else if (failure instanceof LogUnavailableException) {
      return Status.UNAVAILABLE.withDescription(failure.getMessage());
    }
    LOGGER.error("a call failed", failure);
    return Status.INTERNAL.withDescription("the node failed, see its log: " + failure.getClass());
  }
}
