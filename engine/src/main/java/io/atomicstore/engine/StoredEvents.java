package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.ScopeId;
import java.io.NotSerializableException;

/** Reads stored records back into the events of one log. */
final class StoredEvents<E> {

  private final ScopeId scopeId;
  private final Class<E> eventClass;
  private final ValueCodec codec;

  StoredEvents(ScopeId scopeId, StoreSettings<E, ?> settings) {
    this.scopeId = scopeId;
    this.eventClass = settings.eventClass();
    this.codec = settings.codec();
  }

  /** Puts the event of {@code record} at the end of {@code history}. */
  void addTo(History<E> history, StoredRecord record) throws NotSerializableException {
    Object event = codec.deserialize(record.event());
    if (!eventClass.isInstance(event)) {
      throw new NotSerializableException(
          "scope '"
              + scopeId
              + "', sequence number "
              + record.sequenceNr()
              + ": expected an event of "
              + eventClass
              + ", found "
              + event.getClass());
    }
    history.add(
        record.sequenceNr(),
        record.eventId(),
        record.storedAtMillis(),
        eventClass.cast(event),
        record.meta() == null ? null : codec.deserialize(record.meta()));
  }

  static AcceptedId idOf(StoredRecord record) {
    return new AcceptedId(record.sequenceNr(), record.eventId(), record.event().fingerprint());
  }
}
