package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;

/**
 * Asks the originator of an event to judge it. The sender is the event log, which considers no
 * other event until it gets a {@link ValidationResponse} with this token, or the validation timeout
 * passes. The response may come from another actor, and goes to the sender or to the receptionist.
 *
 * @param pastEvents the first page of the past events that follow what the originator said it
 *     knows; all of them if they are few, see {@link #isComplete}
 * @param past the log as far as the event is to be judged on it: up to the last past event
 */
public record ValidationRequest<E>(
    ValidationToken token,
    ProspectiveEvent<E> prospectiveEvent,
    PastEvents<E> pastEvents,
    LogPrefix past) {

  /** The scope whose log asks. */
  public ScopeId scopeId() {
    return prospectiveEvent.scopeId();
  }

  /** The event to judge; the first one if there are several. */
  public E event() {
    return prospectiveEvent.event();
  }

  /** Whether {@link #pastEvents} ends with the last past event. */
  public boolean isComplete() {
    return pastEvents.lastSequenceNr() >= past.sequenceNr();
  }

  /**
   * Asks the log for the past events that follow {@code sequenceNr}, as many as fit a page. The
   * validation timeout counts from the moment the last page was sent.
   */
  public GetPastEvents pastEventsAfter(long sequenceNr) {
    return new GetPastEvents(scopeId(), token, sequenceNr);
  }

  /** The response that lets the event be stored. */
  public <R, M> ValidationResponse<R, M> accept() {
    return respond(Decision.accept());
  }

  /** The response that keeps the event out of the log. */
  public <R, M> ValidationResponse<R, M> reject(R reason) {
    return respond(Decision.reject(reason));
  }

  /** The response with that decision. */
  public <R, M> ValidationResponse<R, M> respond(Decision<R, M> decision) {
    return new ValidationResponse<>(scopeId(), token, decision);
  }
}
