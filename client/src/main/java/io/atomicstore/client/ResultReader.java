package io.atomicstore.client;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.originator.ValidatorFailedException;
import io.atomicstore.protocol.Meta;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads results: the one table from the protocol to outcomes. */
final class ResultReader {

  private ResultReader() {}

  /**
   * What became of a submission.
   *
   * @throws IllegalArgumentException if it can't be right
   */
  static <E> Result<E, WireReason, Object> read(
      ProspectiveEvent<E> event, io.atomicstore.protocol.Result message) {
    @Nullable Meta meta = message.hasMeta() ? message.getMeta() : null;
    boolean isAccepted = message.hasAccepted();
    if (isAccepted != message.getWasAccepted()) {
      throw new IllegalArgumentException(
          "expected was_accepted with the outcome accepted alone, found "
              + message.getOutcomeCase()
              + " with "
              + message.getWasAccepted());
    }
    return switch (message.getOutcomeCase()) {
      case ACCEPTED ->
          new Result.Accepted<>(
              event,
              message.getAccepted().getSequenceNr(),
              meta,
              message.getAccepted().getIsDuplicate());
      case REJECTED -> rejected(event, message, meta);
      case TIMED_OUT ->
          new Result.TimedOut<>(
              event,
              WireReason.said(message.getReason()),
              Duration.ofMillis(message.getTimedOut().getWaitedMillis()));
      case OVERLOADED ->
          new Result.Overloaded<>(
              event,
              message.getOverloaded().getWaitingEventCount(),
              message.getOverloaded().getWaitingBytes());
      case UNAVAILABLE -> new Result.Unavailable<>(event, message.getUnavailable().getCause());
      case UNKNOWN -> new Result.Unknown<>(event, message.getUnknown().getCause());
      case EVENT_ID_TAKEN ->
          new Result.EventIdTaken<>(event, message.getEventIdTaken().getSequenceNr());
      case CONFLICT ->
          new Result.Conflict<>(
              event,
              message.getConflict().getExpectedSequenceNr(),
              message.getConflict().getSequenceNr());
      case SEALED -> new Result.Sealed<>(event, message.getSealed().getSequenceNr());
      case REFUSED -> new Result.Refused<>(event, message.getRefused().getCause());
      case OUTCOME_NOT_SET ->
          // A newer server may have outcomes that this client has never heard of.
          new Result.Unknown<>(event, "the server answered with an outcome not known here");
    };
  }

  private static <E> Result<E, WireReason, Object> rejected(
      ProspectiveEvent<E> event, io.atomicstore.protocol.Result message, @Nullable Meta meta) {
    String cause = message.getRejected().getCause();
    boolean isDuplicate = message.getRejected().getIsDuplicate();
    return cause.isEmpty()
        ? new Result.Rejected<>(
            event, WireReason.said(message.getReason()), meta, null, isDuplicate)
        : new Result.Rejected<>(
            event, null, meta, new ValidatorFailedException(cause), isDuplicate);
  }
}
