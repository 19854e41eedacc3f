package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import io.atomicstore.core.ValidationToken;

/**
 * Asks a log for a page of the past events of the validation under way. Sent to the log or to the
 * receptionist; answered with {@link PastEventsPage}, or with {@link ResponseTooLate} if the
 * validation is over.
 *
 * @param afterSequenceNr of the last event before the page; 0 is from the first event on
 */
public record GetPastEvents(ScopeId scopeId, ValidationToken token, long afterSequenceNr) {

  public GetPastEvents {
    SequenceNr.ofEnd(afterSequenceNr);
  }
}
