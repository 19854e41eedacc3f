package io.atomicstore.server.conversation;

import io.atomicstore.core.RecordedResult;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.Meta;
import org.jspecify.annotations.Nullable;

/** Writes what a log knows of a submission. */
public final class RecordedResultWriter {

  private RecordedResultWriter() {}

  public static GetResultResponse written(RecordedResult<String, Object> result) {
    GetResultResponse.Builder response = GetResultResponse.newBuilder();
    if (result instanceof RecordedResult.Accepted<String, Object> accepted) {
      setMeta(response, accepted.meta());
      response
          .getAcceptedBuilder()
          .setSequenceNr(accepted.sequenceNr())
          .setEventCount(accepted.events());
    } else if (result instanceof RecordedResult.Rejected<String, Object> rejected) {
      setMeta(response, rejected.meta());
      String reason = rejected.reason();
      Throwable cause = rejected.cause();
      response.setReason(reason == null ? "" : reason);
      response
          .getRejectedBuilder()
          .setCause(cause == null ? "" : String.valueOf(cause.getMessage()));
    } else if (result instanceof RecordedResult.TimedOut<String, Object> timedOut) {
      response.setReason(timedOut.reason()).getTimedOutBuilder();
    } else if (result instanceof RecordedResult.Pending<String, Object>) {
      response.getPendingBuilder();
    } else {
      response.getNotKnownBuilder();
    }
    return response.build();
  }

  private static void setMeta(GetResultResponse.Builder response, @Nullable Object meta) {
    if (meta instanceof Meta value) {
      response.setMeta(value);
    }
  }
}
