package io.atomicstore.engine;

import static io.atomicstore.engine.RecordMapper.eventId;
import static io.atomicstore.engine.RecordMapper.toUuid;
import static io.atomicstore.engine.RecordMapper.token;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.proto.DecidedRecord;
import io.atomicstore.engine.proto.GetPastEventsRecord;
import io.atomicstore.engine.proto.GetResultRecord;
import io.atomicstore.engine.proto.PastEventsPageRecord;
import io.atomicstore.engine.proto.QueriedEventsRecord;
import io.atomicstore.engine.proto.QueryEventsRecord;
import io.atomicstore.engine.proto.ScopeIdsRecord;
import io.atomicstore.engine.proto.ScopedRecord;
import io.atomicstore.engine.proto.StoreIfValidRecord;
import io.atomicstore.engine.proto.ValidationRequestRecord;
import io.atomicstore.engine.proto.ValidationResponseRecord;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Maps what logs and originators say to each other to its Protobuf form and back. */
final class MessageMapper {

  private final ValueCodec codec;
  private final RecordMapper records;
  private final ResultMapper results;

  MessageMapper(ValueCodec codec, RecordMapper records, ResultMapper results) {
    this.codec = codec;
    this.records = records;
    this.results = results;
  }

  StoreIfValidRecord toRecord(StoreIfValid<?> submission) throws NotSerializableException {
    Duration timeout = submission.timeout();
    StoreIfValidRecord.Builder builder =
        StoreIfValidRecord.newBuilder()
            .setEventId(toUuid(submission.eventId()))
            .addAllEvents(records.toValues(submission.events()))
            .setTimeoutNanos(timeout == null ? 0 : timeout.toNanos())
            .setSealsLog(submission.sealsLog())
            .setKeepsShownEvents(submission.keepsShownEvents());
    Judgement<?, ?> judgement = submission.judgement();
    if (judgement instanceof Judgement.Decided<?, ?> decided) {
      builder.setDecided(
          DecidedRecord.newBuilder()
              .setKnown(RecordMapper.toRecord(decided.known()))
              .setDecision(results.toRecord(decided.decision())));
    } else if (judgement instanceof Judgement.Expect<?, ?> expected) {
      builder.setExpectedSequenceNr(expected.sequenceNr());
    } else if (judgement instanceof Judgement.Ask<?, ?> ask) {
      builder.setKnown(RecordMapper.toRecord(ask.known()));
    }
    return builder.build();
  }

  StoreIfValid<?> fromRecord(StoreIfValidRecord submission) throws NotSerializableException {
    long timeoutNanos = submission.getTimeoutNanos();
    return new StoreIfValid<>(
        records.fromValues(submission.getEventsList()),
        eventId(submission.getEventId()),
        timeoutNanos == 0 ? null : Duration.ofNanos(timeoutNanos),
        judgement(submission),
        submission.getSealsLog(),
        submission.getKeepsShownEvents());
  }

  private Judgement<?, ?> judgement(StoreIfValidRecord submission) throws NotSerializableException {
    return switch (submission.getJudgementCase()) {
      case KNOWN -> new Judgement.Ask<>(RecordMapper.fromRecord(submission.getKnown()));
      case DECIDED -> {
        DecidedRecord decided = submission.getDecided();
        Decision<Object, Object> decision = results.fromRecord(decided.getDecision());
        yield new Judgement.Decided<>(RecordMapper.fromRecord(decided.getKnown()), decision);
      }
      case EXPECTED_SEQUENCE_NR -> new Judgement.Expect<>(submission.getExpectedSequenceNr());
      case JUDGEMENT_NOT_SET ->
          throw new NotSerializableException(
              "submission to be judged in a way that this version does not know");
    };
  }

  ValidationRequestRecord toRecord(ValidationRequest<?> request) throws NotSerializableException {
    return ValidationRequestRecord.newBuilder()
        .setToken(toUuid(request.token()))
        .setProspectiveEvent(records.toRecord(request.prospectiveEvent()))
        .setPastEvents(records.toRecord(request.pastEvents()))
        .setPast(RecordMapper.toRecord(request.past()))
        .build();
  }

  ValidationRequest<?> fromRecord(ValidationRequestRecord request) throws NotSerializableException {
    ProspectiveEvent<Object> event = records.fromRecord(request.getProspectiveEvent());
    return new ValidationRequest<>(
        token(request.getToken()),
        event,
        records.fromRecord(event.scopeId(), request.getPastEvents()),
        RecordMapper.fromRecord(request.getPast()));
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

  static GetPastEventsRecord toRecord(GetPastEvents get) {
    return GetPastEventsRecord.newBuilder()
        .setScopeId(get.scopeId().value())
        .setToken(toUuid(get.token()))
        .setAfterSequenceNr(get.afterSequenceNr())
        .build();
  }

  static GetPastEvents fromRecord(GetPastEventsRecord get) {
    return new GetPastEvents(
        new ScopeId(get.getScopeId()), token(get.getToken()), get.getAfterSequenceNr());
  }

  PastEventsPageRecord toRecord(PastEventsPage<?> page) throws NotSerializableException {
    return PastEventsPageRecord.newBuilder()
        .setScopeId(page.scopeId().value())
        .setToken(toUuid(page.token()))
        .setPage(records.toRecord(page.page()))
        .build();
  }

  PastEventsPage<?> fromRecord(PastEventsPageRecord page) throws NotSerializableException {
    ScopeId scopeId = new ScopeId(page.getScopeId());
    return new PastEventsPage<>(
        scopeId, token(page.getToken()), records.fromRecord(scopeId, page.getPage()));
  }

  static QueryEventsRecord toRecord(QueryEvents query) {
    return QueryEventsRecord.newBuilder()
        .setFromSequenceNr(query.fromSequenceNr())
        .setIsBackwards(query.order() == EventRange.Order.BACKWARDS)
        .setEventsMax(query.eventsMax())
        .setPatienceNanos(query.patience().toNanos())
        .build();
  }

  static QueryEvents fromRecord(QueryEventsRecord query) {
    return new QueryEvents(
        query.getFromSequenceNr(),
        query.getIsBackwards() ? EventRange.Order.BACKWARDS : EventRange.Order.FORWARDS,
        query.getEventsMax(),
        Duration.ofNanos(query.getPatienceNanos()));
  }

  QueriedEventsRecord toRecord(QueriedEvents<?> queried) throws NotSerializableException {
    return QueriedEventsRecord.newBuilder()
        .setScopeId(queried.scopeId().value())
        .addAllEvents(records.toStoredEvents(queried.events()))
        .setDurableSequenceNr(queried.durableSequenceNr())
        .setIsSealed(queried.isSealed())
        .build();
  }

  QueriedEvents<?> fromRecord(QueriedEventsRecord queried) throws NotSerializableException {
    ScopeId scopeId = new ScopeId(queried.getScopeId());
    return new QueriedEvents<>(
        scopeId,
        records.fromStoredEvents(scopeId, queried.getEventsList()),
        queried.getDurableSequenceNr(),
        queried.getIsSealed());
  }

  static GetResultRecord toRecord(GetResult get) {
    return GetResultRecord.newBuilder().setEventId(toUuid(get.eventId())).build();
  }

  static GetResult fromRecord(GetResultRecord get) {
    return new GetResult(eventId(get.getEventId()));
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

  static ScopedRecord toRecord(ResponseTooLate tooLate) {
    return ScopedRecord.newBuilder()
        .setScopeId(tooLate.scopeId().value())
        .setToken(toUuid(tooLate.token()))
        .build();
  }

  static ResponseTooLate responseTooLate(ScopedRecord scoped) {
    return new ResponseTooLate(new ScopeId(scoped.getScopeId()), token(scoped.getToken()));
  }

  static ScopedRecord toRecord(QueryRefused refused) {
    return ScopedRecord.newBuilder()
        .setScopeId(refused.scopeId().value())
        .setCause(refused.cause())
        .build();
  }

  static QueryRefused queryRefused(ScopedRecord scoped) {
    return new QueryRefused(new ScopeId(scoped.getScopeId()), scoped.getCause());
  }

  ScopedRecord toRecord(Envelope envelope) throws NotSerializableException {
    return ScopedRecord.newBuilder()
        .setScopeId(envelope.scopeId().value())
        .setMessage(codec.serialize(envelope.message()).toProto())
        .build();
  }

  Envelope envelope(ScopedRecord scoped) throws NotSerializableException {
    return new Envelope(
        new ScopeId(scoped.getScopeId()),
        codec.deserialize(SerializedValue.of(scoped.getMessage())));
  }
}
