package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.originator.AskingLog;
import org.apache.pekko.actor.ActorRef;

/**
 * A log that asks a submission of this process.
 *
 * @param originator gets the answers
 */
record AskingActor<R>(ActorRef log, ActorRef originator, ScopeId scopeId, ValidationToken token)
    implements AskingLog<R> {

  @Override
  public void fetch(long afterSequenceNr) {
    log.tell(new GetPastEvents(scopeId, token, afterSequenceNr), originator);
  }

  @Override
  public void respond(Decision<R, Object> decision) {
    log.tell(new ValidationResponse<>(scopeId, token, decision), originator);
  }
}
