package io.atomicstore.cli.transfer;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Result;

/** An event of an import was not stored, or nobody knows whether it is. */
public final class NotStoredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Result<EncodedEvent, String, Payload> result;

  NotStoredException(long sequenceNr, Result<EncodedEvent, String, Payload> result) {
    super("scope '%s', event %d".formatted(result.prospectiveEvent().scopeId(), sequenceNr));
    this.result = result;
  }

  /** What became of it. */
  public Result<EncodedEvent, String, Payload> result() {
    return result;
  }
}
