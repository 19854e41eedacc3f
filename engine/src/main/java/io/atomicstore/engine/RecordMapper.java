package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.LogSummary;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.engine.proto.LogPrefixRecord;
import io.atomicstore.engine.proto.LogSnapshotRecord;
import io.atomicstore.engine.proto.LogSummaryRecord;
import io.atomicstore.engine.proto.PastEventsRecord;
import io.atomicstore.engine.proto.ProspectiveEventRecord;
import io.atomicstore.engine.proto.StoredEventRecord;
import io.atomicstore.engine.proto.Uuid;
import io.atomicstore.engine.proto.Value;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Maps stored records, and what messages are made of, to their Protobuf form and back. */
final class RecordMapper {

  /** Of one accepted id in a snapshot of format 1: event id, fingerprint. */
  private static final int ACCEPTED_ID_BYTES = 24;

  private final ValueCodec codec;

  RecordMapper(ValueCodec codec) {
    this.codec = codec;
  }

  static StoredRecord fromRecord(StoredEventRecord event) {
    return new StoredRecord(
        event.getSequenceNr(),
        eventId(event.getEventId()),
        event.getStoredAtMillis(),
        SerializedValue.of(event.getEvent()),
        event.hasMeta() ? SerializedValue.of(event.getMeta()) : null,
        event.getLogHash(),
        event.getIsFollowing() || event.getFollowingEvents() != 0
            ? new StoredRecord.Place(event.getIsFollowing(), event.getFollowingEvents())
            : StoredRecord.Place.ALONE,
        event.getSealsLog());
  }

  static LogSummaryRecord toRecord(LogSnapshot snapshot) {
    LogSummary summary = snapshot.summary();
    EventId highestId = summary.highestId();
    LogSummaryRecord.Builder builder =
        LogSummaryRecord.newBuilder()
            .setSequenceNr(summary.prefix().sequenceNr())
            .setLogHash(summary.prefix().hash())
            .setIsSealed(summary.isSealed());
    if (highestId != null) {
      builder.setHighestEventId(toUuid(highestId));
    }
    return builder.build();
  }

  static LogSnapshot fromRecord(LogSummaryRecord summary) {
    return new LogSnapshot(
        new LogSummary(
            new LogPrefix(summary.getSequenceNr(), summary.getLogHash()),
            summary.hasHighestEventId() ? eventId(summary.getHighestEventId()) : null,
            summary.getIsSealed()));
  }

  static LogSnapshot fromRecord(LogSnapshotRecord snapshot) {
    ByteBuffer packed = snapshot.getAcceptedIds().asReadOnlyByteBuffer();
    if (packed.remaining() != snapshot.getSequenceNr() * ACCEPTED_ID_BYTES) {
      throw new IllegalArgumentException(
          "expected "
              + snapshot.getSequenceNr()
              + " event ids of "
              + ACCEPTED_ID_BYTES
              + " bytes, found "
              + packed.remaining()
              + " bytes");
    }
    LogPrefix prefix = LogPrefix.EMPTY;
    EventId highestId = null;
    while (packed.hasRemaining()) {
      EventId eventId = new EventId(new UUID(packed.getLong(), packed.getLong()));
      packed.getLong();
      prefix = prefix.followedBy(eventId);
      highestId = highestId == null || eventId.compareTo(highestId) > 0 ? eventId : highestId;
    }
    return new LogSnapshot(new LogSummary(prefix, highestId, false));
  }

  ProspectiveEventRecord toRecord(ProspectiveEvent<?> event) throws NotSerializableException {
    return ProspectiveEventRecord.newBuilder()
        .setScopeId(event.scopeId().value())
        .setEventId(toUuid(event.eventId()))
        .addAllEvents(toValues(event.events()))
        .setSealsLog(event.sealsLog())
        .build();
  }

  ProspectiveEvent<Object> fromRecord(ProspectiveEventRecord event)
      throws NotSerializableException {
    return new ProspectiveEvent<>(
        new ScopeId(event.getScopeId()),
        eventId(event.getEventId()),
        fromValues(event.getEventsList()),
        event.getSealsLog());
  }

  List<Value> toValues(List<?> events) throws NotSerializableException {
    List<Value> values = new ArrayList<>(events.size());
    for (Object event : events) {
      values.add(codec.serialize(event).toProto());
    }
    return values;
  }

  List<Object> fromValues(List<Value> values) throws NotSerializableException {
    List<Object> events = new ArrayList<>(values.size());
    for (Value value : values) {
      events.add(codec.deserialize(SerializedValue.of(value)));
    }
    return events;
  }

  PastEventsRecord toRecord(PastEvents<?> past) throws NotSerializableException {
    return PastEventsRecord.newBuilder()
        .setAfter(toRecord(past.after()))
        .addAllEvents(toStoredEvents(past.events()))
        .build();
  }

  PastEvents<Object> fromRecord(ScopeId scopeId, PastEventsRecord past)
      throws NotSerializableException {
    return new PastEvents<>(
        fromRecord(past.getAfter()), fromStoredEvents(scopeId, past.getEventsList()));
  }

  List<StoredEventRecord> toStoredEvents(List<? extends StoredEvent<?>> events)
      throws NotSerializableException {
    List<StoredEventRecord> records = new ArrayList<>(events.size());
    for (StoredEvent<?> event : events) {
      records.add(
          StoredEventRecord.newBuilder()
              .setSequenceNr(event.sequenceNr())
              .setEventId(toUuid(event.eventId()))
              .setStoredAtMillis(event.storedAt().toEpochMilli())
              .setEvent(codec.serialize(event.event()).toProto())
              .setSealsLog(event.sealsLog())
              .build());
    }
    return records;
  }

  List<StoredEvent<Object>> fromStoredEvents(ScopeId scopeId, List<StoredEventRecord> records)
      throws NotSerializableException {
    List<StoredEvent<Object>> events = new ArrayList<>(records.size());
    for (StoredEventRecord event : records) {
      events.add(
          new StoredEvent<>(
              scopeId,
              event.getSequenceNr(),
              eventId(event.getEventId()),
              Instant.ofEpochMilli(event.getStoredAtMillis()),
              codec.deserialize(SerializedValue.of(event.getEvent())),
              event.getSealsLog()));
    }
    return List.copyOf(events);
  }

  static LogPrefixRecord toRecord(LogPrefix prefix) {
    return LogPrefixRecord.newBuilder()
        .setSequenceNr(prefix.sequenceNr())
        .setLogHash(prefix.hash())
        .build();
  }

  static LogPrefix fromRecord(LogPrefixRecord prefix) {
    return new LogPrefix(prefix.getSequenceNr(), prefix.getLogHash());
  }

  static Uuid toUuid(EventId eventId) {
    return Uuid.newBuilder()
        .setHigh(eventId.value().getMostSignificantBits())
        .setLow(eventId.value().getLeastSignificantBits())
        .build();
  }

  static Uuid toUuid(ValidationToken token) {
    return Uuid.newBuilder().setHigh(token.high()).setLow(token.low()).build();
  }

  static EventId eventId(Uuid uuid) {
    return new EventId(new UUID(uuid.getHigh(), uuid.getLow()));
  }

  static ValidationToken token(Uuid uuid) {
    return new ValidationToken(uuid.getHigh(), uuid.getLow());
  }
}
