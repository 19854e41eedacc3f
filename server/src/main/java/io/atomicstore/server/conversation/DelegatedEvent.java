package io.atomicstore.server.conversation;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoreIfValid;

/** Names a submission that its originator has delegated. */
record DelegatedEvent(ScopeId scopeId, EventId eventId) {

  static DelegatedEvent of(StoreIfValid<Event> submission) {
    return new DelegatedEvent(submission.event().scopeId(), submission.eventId());
  }
}
