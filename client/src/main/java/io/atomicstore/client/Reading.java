package io.atomicstore.client;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;

/** Reads events that the server shows, and checks that they are those that were to come. */
final class Reading {

  private Reading() {}

  /** The event as the application sees it. */
  static <E> StoredEvent<E> event(
      ConversationReader<E> reader, io.atomicstore.protocol.StoredEvent shown) {
    StoredEvent<WireEvent<E>> stored;
    try {
      stored = reader.stored(shown);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("the server showed an event: " + e.getMessage(), e);
    }
    return new StoredEvent<>(
        stored.scopeId(),
        stored.sequenceNr(),
        stored.eventId(),
        stored.storedAt(),
        value(stored),
        stored.sealsLog());
  }

  private static <E> E value(StoredEvent<WireEvent<E>> stored) {
    try {
      return stored.event().value();
    } catch (UnreadableException e) {
      throw new UnreadableException(
          "scope '"
              + stored.scopeId()
              + "', sequence number "
              + stored.sequenceNr()
              + ": "
              + e.getMessage(),
          e.getCause() == null ? e : e.getCause());
    }
  }

  /** What is shown must be of that scope, without a gap. */
  static void checkNext(ScopeId scopeId, long sequenceNr, StoredEvent<?> event) {
    if (!event.scopeId().equals(scopeId) || event.sequenceNr() != sequenceNr) {
      throw new ProtocolException(
          "expected the event "
              + sequenceNr
              + " of scope '"
              + scopeId
              + "', found "
              + event.sequenceNr()
              + " of '"
              + event.scopeId()
              + "'");
    }
  }
}
