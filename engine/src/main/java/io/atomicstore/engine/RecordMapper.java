package io.atomicstore.engine;

import com.google.protobuf.ByteString;
import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.engine.proto.LogSnapshotRecord;
import io.atomicstore.engine.proto.ProspectiveEventRecord;
import io.atomicstore.engine.proto.QueriedEventsRecord;
import io.atomicstore.engine.proto.ScopeIdsRecord;
import io.atomicstore.engine.proto.ScopedRecord;
import io.atomicstore.engine.proto.StoreIfValidRecord;
import io.atomicstore.engine.proto.StoredEventRecord;
import io.atomicstore.engine.proto.Uuid;
import io.atomicstore.engine.proto.ValidationRequestRecord;
import io.atomicstore.engine.proto.ValidationResponseRecord;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Maps messages and stored records to their Protobuf form and back. */
final class RecordMapper {

  /** Of one accepted id in a snapshot: event id, fingerprint. */
  private static final int ACCEPTED_ID_BYTES = 24;

  private final ValueCodec codec;
  private final ResultMapper results;

  RecordMapper(ValueCodec codec) {
    this.codec = codec;
    this.results = new ResultMapper(codec, this);
  }

  ResultMapper results() {
    return results;
  }

  static StoredRecord fromRecord(StoredEventRecord event) {
    return new StoredRecord(
        event.getSequenceNr(),
        eventId(event.getEventId()),
        event.getStoredAtMillis(),
        SerializedValue.of(event.getEvent()),
        event.hasMeta() ? SerializedValue.of(event.getMeta()) : null);
  }

  static LogSnapshotRecord toRecord(LogSnapshot snapshot) {
    List<AcceptedId> ids = snapshot.acceptedIds();
    ByteBuffer packed = ByteBuffer.allocate(Math.multiplyExact(ids.size(), ACCEPTED_ID_BYTES));
    for (AcceptedId id : ids) {
      UUID uuid = id.eventId().value();
      packed.putLong(uuid.getMostSignificantBits());
      packed.putLong(uuid.getLeastSignificantBits());
      packed.putLong(id.fingerprint());
    }
    return LogSnapshotRecord.newBuilder()
        .setSequenceNr(ids.size())
        .setAcceptedIds(ByteString.copyFrom(packed.flip()))
        .build();
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
    List<AcceptedId> ids = new ArrayList<>((int) snapshot.getSequenceNr());
    for (long sequenceNr = 1; packed.hasRemaining(); sequenceNr++) {
      EventId eventId = new EventId(new UUID(packed.getLong(), packed.getLong()));
      ids.add(new AcceptedId(sequenceNr, eventId, packed.getLong()));
    }
    return new LogSnapshot(ids);
  }

  StoreIfValidRecord toRecord(StoreIfValid<?> submission) throws NotSerializableException {
    Duration timeout = submission.timeout();
    return StoreIfValidRecord.newBuilder()
        .setEventId(toUuid(submission.eventId()))
        .setEvent(codec.serialize(submission.event()).toProto())
        .setTimeoutNanos(timeout == null ? 0 : timeout.toNanos())
        .build();
  }

  StoreIfValid<?> fromRecord(StoreIfValidRecord submission) throws NotSerializableException {
    long timeoutNanos = submission.getTimeoutNanos();
    return new StoreIfValid<>(
        codec.deserialize(SerializedValue.of(submission.getEvent())),
        eventId(submission.getEventId()),
        timeoutNanos == 0 ? null : Duration.ofNanos(timeoutNanos));
  }

  ValidationRequestRecord toRecord(ValidationRequest<?> request) throws NotSerializableException {
    ValidationRequestRecord.Builder builder =
        ValidationRequestRecord.newBuilder()
            .setToken(toUuid(request.token()))
            .setProspectiveEvent(toRecord(request.prospectiveEvent()));
    for (Object past : request.pastEvents()) {
      builder.addPastEvents(codec.serialize(past).toProto());
    }
    return builder.build();
  }

  ValidationRequest<?> fromRecord(ValidationRequestRecord request) throws NotSerializableException {
    List<Object> past = new ArrayList<>(request.getPastEventsCount());
    for (var value : request.getPastEventsList()) {
      past.add(codec.deserialize(SerializedValue.of(value)));
    }
    return new ValidationRequest<>(
        token(request.getToken()), fromRecord(request.getProspectiveEvent()), List.copyOf(past));
  }

  ValidationResponseRecord toRecord(ValidationResponse<?, ?> response)
      throws NotSerializableException {
    return ValidationResponseRecord.newBuilder()
        .setScopeId(response.scopeId().value())
        .setToken(toUuid(response.token()))
        .setDecision(results.toRecord(response.decision()))
        .build();
  }

  ValidationResponse<?, ?> fromRecord(ValidationResponseRecord response)
      throws NotSerializableException {
    return new ValidationResponse<>(
        new ScopeId(response.getScopeId()),
        token(response.getToken()),
        results.fromRecord(response.getDecision()));
  }

  ProspectiveEventRecord toRecord(ProspectiveEvent<?> event) throws NotSerializableException {
    return ProspectiveEventRecord.newBuilder()
        .setScopeId(event.scopeId().value())
        .setEventId(toUuid(event.eventId()))
        .setEvent(codec.serialize(event.event()).toProto())
        .build();
  }

  ProspectiveEvent<Object> fromRecord(ProspectiveEventRecord event)
      throws NotSerializableException {
    return ProspectiveEvent.of(
        new ScopeId(event.getScopeId()),
        eventId(event.getEventId()),
        codec.deserialize(SerializedValue.of(event.getEvent())));
  }

  QueriedEventsRecord toRecord(QueriedEvents<?> queried) throws NotSerializableException {
    QueriedEventsRecord.Builder builder =
        QueriedEventsRecord.newBuilder().setScopeId(queried.scopeId().value());
    for (StoredEvent<?> event : queried.events()) {
      builder.addEvents(
          StoredEventRecord.newBuilder()
              .setSequenceNr(event.sequenceNr())
              .setEventId(toUuid(event.eventId()))
              .setStoredAtMillis(event.storedAt().toEpochMilli())
              .setEvent(codec.serialize(event.event()).toProto()));
    }
    return builder.build();
  }

  QueriedEvents<?> fromRecord(QueriedEventsRecord queried) throws NotSerializableException {
    ScopeId scopeId = new ScopeId(queried.getScopeId());
    List<StoredEvent<Object>> events = new ArrayList<>(queried.getEventsCount());
    for (StoredEventRecord event : queried.getEventsList()) {
      events.add(storedEvent(scopeId, fromRecord(event)));
    }
    return new QueriedEvents<>(scopeId, List.copyOf(events));
  }

  private StoredEvent<Object> storedEvent(ScopeId scopeId, StoredRecord event)
      throws NotSerializableException {
    return new StoredEvent<>(
        scopeId,
        event.sequenceNr(),
        event.eventId(),
        Instant.ofEpochMilli(event.storedAtMillis()),
        codec.deserialize(event.event()),
        false);
  }

  static ScopeIdsRecord toRecord(LiveLogScopes live) {
    ScopeIdsRecord.Builder builder = ScopeIdsRecord.newBuilder();
    for (ScopeId scopeId : new TreeSet<>(live.scopeIds())) {
      builder.addScopeId(scopeId.value());
    }
    return builder.build();
  }

  static LiveLogScopes fromRecord(ScopeIdsRecord live) {
    Set<ScopeId> scopeIds = new TreeSet<>();
    live.getScopeIdList().forEach(scopeId -> scopeIds.add(new ScopeId(scopeId)));
    return new LiveLogScopes(scopeIds);
  }

  ScopedRecord toScopedRecord(Object message) throws NotSerializableException {
    ScopedRecord.Builder builder = ScopedRecord.newBuilder();
    if (message instanceof ResponseTooLate tooLate) {
      builder.setScopeId(tooLate.scopeId().value()).setToken(toUuid(tooLate.token()));
    } else if (message instanceof QueryRefused refused) {
      builder.setScopeId(refused.scopeId().value()).setCause(refused.cause());
    } else if (message instanceof Envelope envelope) {
      builder
          .setScopeId(envelope.scopeId().value())
          .setMessage(codec.serialize(envelope.message()).toProto());
    } else {
      throw new NotSerializableException("not a message of the store: " + message.getClass());
    }
    return builder.build();
  }

  static ResponseTooLate responseTooLate(ScopedRecord scoped) {
    return new ResponseTooLate(new ScopeId(scoped.getScopeId()), token(scoped.getToken()));
  }

  static QueryRefused queryRefused(ScopedRecord scoped) {
    return new QueryRefused(new ScopeId(scoped.getScopeId()), scoped.getCause());
  }

  Envelope envelope(ScopedRecord scoped) throws NotSerializableException {
    return new Envelope(
        new ScopeId(scoped.getScopeId()),
        codec.deserialize(SerializedValue.of(scoped.getMessage())));
  }

  private static Uuid toUuid(EventId eventId) {
    return Uuid.newBuilder()
        .setHigh(eventId.value().getMostSignificantBits())
        .setLow(eventId.value().getLeastSignificantBits())
        .build();
  }

  private static Uuid toUuid(ValidationToken token) {
    return Uuid.newBuilder().setHigh(token.high()).setLow(token.low()).build();
  }

  private static EventId eventId(Uuid uuid) {
    return new EventId(new UUID(uuid.getHigh(), uuid.getLow()));
  }

  private static ValidationToken token(Uuid uuid) {
    return new ValidationToken(uuid.getHigh(), uuid.getLow());
  }
}
