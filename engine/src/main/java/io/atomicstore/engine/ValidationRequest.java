package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import java.util.List;

/**
 * Asks the originator of an event to judge it. The sender is the event log, which considers no
 * other event until it gets a {@link ValidationResponse} with this token, or the validation timeout
 * passes. The response may come from another actor, and goes to the sender or to the receptionist.
 *
 * @param pastEvents every event of the scope, in order; immutable
 */
public record ValidationRequest<E>(
    ValidationToken token, ProspectiveEvent<E> prospectiveEvent, List<E> pastEvents) {

  /** The scope whose log asks. */
  public ScopeId scopeId() {
    return prospectiveEvent.scopeId();
  }

  /** The event to judge. */
  public E event() {
    return prospectiveEvent.event();
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
