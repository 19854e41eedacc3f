package io.atomicstore.client;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.originator.ValidatorFailedException;
import io.atomicstore.protocol.GetResultResponse;
import io.atomicstore.protocol.Meta;
import org.jspecify.annotations.Nullable;

/** Makes of results as they are sent those that the application sees. */
record ResultMapper<E, R, M>(Formats<E, R, M> formats) {

  /**
   * The result as the application sees it.
   *
   * @param event what it submitted
   * @throws UnreadableException if a reason or meta can't be read; the message says what became of
   *     the submission
   */
  Result<E, R, M> result(
      ProspectiveEvent<E> event, Result<WireEvent<E>, WireReason, Object> result) {
    if (result instanceof Result.Accepted<WireEvent<E>, WireReason, Object> accepted) {
      return new Result.Accepted<>(
          event,
          accepted.sequenceNr(),
          meta(accepted.meta(), "the event is stored at " + accepted.sequenceNr()),
          accepted.isDuplicate());
    } else if (result instanceof Result.Rejected<WireEvent<E>, WireReason, Object> rejected) {
      String became = "the event was rejected";
      WireReason reason = rejected.reason();
      return new Result.Rejected<>(
          event,
          reason == null ? null : reason(reason.text(), became),
          meta(rejected.meta(), became),
          rejected.cause(),
          rejected.isDuplicate());
    } else if (result instanceof Result.TimedOut<WireEvent<E>, WireReason, Object> timedOut) {
      return new Result.TimedOut<>(event, formats.reasons().timeoutReason(), timedOut.waited());
    } else if (result instanceof Result.Overloaded<WireEvent<E>, WireReason, Object> overloaded) {
      return new Result.Overloaded<>(event, overloaded.waitingEvents(), overloaded.waitingBytes());
    } else if (result instanceof Result.Unavailable<WireEvent<E>, WireReason, Object> unavailable) {
      return new Result.Unavailable<>(event, unavailable.cause());
    } else if (result instanceof Result.Unknown<WireEvent<E>, WireReason, Object> unknown) {
      return new Result.Unknown<>(event, unknown.cause());
    }
    return fault(event, result);
  }

  private Result<E, R, M> fault(
      ProspectiveEvent<E> event, Result<WireEvent<E>, WireReason, Object> result) {
    if (result instanceof Result.EventIdTaken<WireEvent<E>, WireReason, Object> taken) {
      return new Result.EventIdTaken<>(event, taken.sequenceNr());
    } else if (result instanceof Result.Conflict<WireEvent<E>, WireReason, Object> conflict) {
      return new Result.Conflict<>(event, conflict.expectedSequenceNr(), conflict.sequenceNr());
    } else if (result instanceof Result.Sealed<WireEvent<E>, WireReason, Object> closed) {
      return new Result.Sealed<>(event, closed.sequenceNr());
    } else if (result instanceof Result.Refused<WireEvent<E>, WireReason, Object> refused) {
      return new Result.Refused<>(event, refused.cause());
    }
    throw new IllegalStateException("expected a result that is known here, found " + result);
  }

  /**
   * What the log knows of a submission, as the application sees it.
   *
   * @throws UnreadableException if a reason or meta can't be read
   */
  RecordedResult<R, M> recorded(GetResultResponse response) {
    @Nullable Meta meta = response.hasMeta() ? response.getMeta() : null;
    return switch (response.getRecordedCase()) {
      case ACCEPTED ->
          new RecordedResult.Accepted<>(
              response.getAccepted().getSequenceNr(),
              response.getAccepted().getEventCount(),
              meta(meta, "the event is stored at " + response.getAccepted().getSequenceNr()));
      case REJECTED -> rejected(response, meta);
      case TIMED_OUT -> new RecordedResult.TimedOut<>(formats.reasons().timeoutReason());
      case PENDING -> new RecordedResult.Pending<>();
      case NOT_KNOWN, RECORDED_NOT_SET ->
          // A newer server may say what this client has never heard of.
          new RecordedResult.NotKnown<>();
    };
  }

  private RecordedResult<R, M> rejected(GetResultResponse response, @Nullable Meta meta) {
    String became = "the event was rejected";
    String cause = response.getRejected().getCause();
    return new RecordedResult.Rejected<>(
        cause.isEmpty() ? reason(response.getReason(), became) : null,
        meta(meta, became),
        cause.isEmpty() ? null : new ValidatorFailedException(cause));
  }

  private @Nullable M meta(@Nullable Object meta, String became) {
    if (!(meta instanceof Meta written)) {
      return null;
    }
    try {
      return WireMetas.read(formats.metas(), written);
    } catch (Exception e) {
      throw new UnreadableException(became + "; what the validator passed on can't be read", e);
    }
  }

  private R reason(String text, String became) {
    try {
      return formats.reasons().read(text);
    } catch (Exception e) {
      throw new UnreadableException(became + "; its reason '" + text + "' can't be read", e);
    }
  }
}
