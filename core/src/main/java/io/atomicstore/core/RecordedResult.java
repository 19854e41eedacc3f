package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * What a log knows of the submission of one event id.
 *
 * @param <R> the application's reasons
 * @param <M> what validators pass on
 */
public sealed interface RecordedResult<R, M> {

  /**
   * Its events are durable, the first at {@code sequenceNr}. Known for the life of the log.
   *
   * @param events how many, one after the other
   * @param meta what the validator passed on; null if nothing
   */
  record Accepted<R, M>(long sequenceNr, int events, @Nullable M meta)
      implements RecordedResult<R, M> {}

  /** It was rejected, see {@link Result.Rejected}. Known for a while. */
  record Rejected<R, M>(@Nullable R reason, @Nullable M meta, @Nullable Throwable cause)
      implements RecordedResult<R, M> {}

  /** Its validation, or the submission itself, timed out. Known for a while. */
  record TimedOut<R, M>(R reason) implements RecordedResult<R, M> {}

  /** It waits, is being validated, or rests on events that are being written. */
  record Pending<R, M>() implements RecordedResult<R, M> {}

  /**
   * The log does not have it, and remembers nothing of it: it never came, or was neither accepted
   * nor remembered as rejected or timed out.
   */
  record NotKnown<R, M>() implements RecordedResult<R, M> {}
}
