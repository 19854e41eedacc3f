package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes stored records of the events of one log, and reads them back. */
final class StoredEvents<E> {

  private static final Logger LOGGER = LoggerFactory.getLogger(StoredEvents.class);

  private final ScopeId scopeId;
  private final Upcasts<E> upcasts;
  private final ValueCodec codec;

  StoredEvents(ScopeId scopeId, StoreSettings<E, ?> settings) {
    this.scopeId = scopeId;
    this.upcasts = settings.upcasts();
    this.codec = settings.codec();
  }

  /** What the journal is to hold of the accepted events of one submission. */
  List<StoredRecord> recordsOf(Effect.Write<E, ?, Object, Addressee> write, long storedAtMillis) {
    ProspectiveEvent<E> submitted = write.submission().prospectiveEvent();
    List<SerializedValue> events = write.submission().originator().events();
    List<StoredRecord> records = new ArrayList<>(events.size());
    LogPrefix prefix = write.past();
    for (int i = 0; i < events.size(); i++) {
      prefix = prefix.followedBy(submitted.eventId());
      StoredRecord.Place place = StoredRecord.Place.of(i, events.size());
      records.add(
          new StoredRecord(
              prefix.sequenceNr(),
              submitted.eventId(),
              storedAtMillis,
              events.get(i),
              i == 0 ? metaOf(write) : null,
              prefix.hash(),
              place,
              submitted.sealsLog() && place.following() == 0));
    }
    return records;
  }

  private @Nullable SerializedValue metaOf(Effect.Write<E, ?, Object, Addressee> write) {
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
          write.past().sequenceNr() + 1,
          e.getMessage());
      return null;
    }
  }

  /** The event of a record, as the application knows it. */
  StoredEvent<E> storedEvent(StoredRecord record) throws NotSerializableException {
    try {
      return storedEvent(record, upcasts.upcast(codec.deserialize(record.event())));
    } catch (NotSerializableException e) {
      NotSerializableException exception =
          new NotSerializableException(
              "scope '"
                  + scopeId
                  + "', sequence number "
                  + record.sequenceNr()
                  + ": "
                  + e.getMessage());
      exception.initCause(e);
      throw exception;
    }
  }

  /** The same for a record whose event is at hand. */
  StoredEvent<E> storedEvent(StoredRecord record, E event) {
    return new StoredEvent<>(
        scopeId,
        record.sequenceNr(),
        record.eventId(),
        Instant.ofEpochMilli(record.storedAtMillis()),
        event,
        record.sealsLog());
  }

  /** What the validator passed on with the event of a record; null if nothing. */
  @Nullable Object metaOf(StoredRecord record) throws NotSerializableException {
    SerializedValue meta = record.meta();
    return meta == null ? null : codec.deserialize(meta);
  }
}
