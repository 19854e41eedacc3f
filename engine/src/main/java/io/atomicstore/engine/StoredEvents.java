package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.Effect;
import io.atomicstore.core.ScopeId;
import java.io.NotSerializableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes stored records of the events of one log, and reads them back. */
final class StoredEvents<E> {

  private static final Logger LOGGER = LoggerFactory.getLogger(StoredEvents.class);

  private final ScopeId scopeId;
  private final Class<E> eventClass;
  private final ValueCodec codec;

  StoredEvents(ScopeId scopeId, StoreSettings<E, ?> settings) {
    this.scopeId = scopeId;
    this.eventClass = settings.eventClass();
    this.codec = settings.codec();
  }

  /** What the journal is to hold of an accepted event. */
  StoredRecord recordOf(Effect.Write<E, ?, Object, Originator> write, long storedAtMillis) {
    return new StoredRecord(
        write.sequenceNr(),
        write.submission().prospectiveEvent().eventId(),
        storedAtMillis,
        write.submission().originator().event(),
        metaOf(write));
  }

  private @Nullable SerializedValue metaOf(Effect.Write<E, ?, Object, Originator> write) {
    if (write.meta() == null) {
      return null;
    }
    try {
      return codec.serializeToStore(write.meta());
    } catch (NotSerializableException e) {
      // The event is accepted, so it is stored; a repeated submission gets its result without meta.
      LOGGER.warn(
          "scope={} sequenceNr={} is stored without its meta: {}",
          scopeId,
          write.sequenceNr(),
          e.getMessage());
      return null;
    }
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
