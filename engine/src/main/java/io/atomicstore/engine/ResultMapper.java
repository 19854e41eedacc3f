package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.proto.AcceptedRecord;
import io.atomicstore.engine.proto.ConflictRecord;
import io.atomicstore.engine.proto.DecisionRecord;
import io.atomicstore.engine.proto.GotResultRecord;
import io.atomicstore.engine.proto.OverloadedRecord;
import io.atomicstore.engine.proto.RecordedAcceptedRecord;
import io.atomicstore.engine.proto.RejectedRecord;
import io.atomicstore.engine.proto.ResultRecord;
import io.atomicstore.engine.proto.TimedOutRecord;
import io.atomicstore.engine.proto.Value;
import io.atomicstore.originator.ValidatorFailedException;
import java.io.NotSerializableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Maps results and decisions to their Protobuf form and back. */
final class ResultMapper {

  private final ValueCodec codec;
  private final RecordMapper records;

  ResultMapper(ValueCodec codec, RecordMapper records) {
    this.codec = codec;
    this.records = records;
  }

  ResultRecord toRecord(Result<?, ?, ?> result) throws NotSerializableException {
    ResultRecord.Builder builder =
        ResultRecord.newBuilder().setProspectiveEvent(records.toRecord(result.prospectiveEvent()));
    if (result instanceof Result.Accepted<?, ?, ?> accepted) {
      builder.setAccepted(toRecord(accepted));
    } else if (result instanceof Result.Rejected<?, ?, ?> rejected) {
      builder.setRejected(
          RejectedRecord.newBuilder()
              .setDecision(rejection(rejected.reason(), rejected.meta(), rejected.cause()))
              .setIsDuplicate(rejected.isDuplicate()));
    } else if (result instanceof Result.TimedOut<?, ?, ?> timedOut) {
      builder.setTimedOut(
          TimedOutRecord.newBuilder()
              .setReason(codec.serialize(timedOut.reason()).toProto())
              .setWaitedNanos(timedOut.waited().toNanos()));
    } else if (result instanceof Result.Overloaded<?, ?, ?> overloaded) {
      builder.setOverloaded(
          OverloadedRecord.newBuilder()
              .setWaitingEvents(overloaded.waitingEvents())
              .setWaitingBytes(overloaded.waitingBytes()));
    } else if (result instanceof Result.Unavailable<?, ?, ?> unavailable) {
      builder.setUnavailable(unavailable.cause());
    } else if (result instanceof Result.Unknown<?, ?, ?> unknown) {
      builder.setUnknown(unknown.cause());
    } else if (result instanceof Result.EventIdTaken<?, ?, ?> taken) {
      builder.setEventIdTaken(taken.sequenceNr());
    } else if (result instanceof Result.Refused<?, ?, ?> refused) {
      builder.setRefused(refused.cause());
    } else if (result instanceof Result.Conflict<?, ?, ?> conflict) {
      builder.setConflict(
          ConflictRecord.newBuilder()
              .setExpectedSequenceNr(conflict.expectedSequenceNr())
              .setSequenceNr(conflict.sequenceNr()));
    } else if (result instanceof Result.Sealed<?, ?, ?> sealed) {
      builder.setSealed(sealed.sequenceNr());
    }
    return builder.build();
  }

  private AcceptedRecord toRecord(Result.Accepted<?, ?, ?> accepted)
      throws NotSerializableException {
    AcceptedRecord.Builder builder =
        AcceptedRecord.newBuilder()
            .setSequenceNr(accepted.sequenceNr())
            .setIsDuplicate(accepted.isDuplicate());
    if (accepted.meta() != null) {
      builder.setMeta(codec.serialize(accepted.meta()).toProto());
    }
    return builder.build();
  }

  Result<?, ?, ?> fromRecord(ResultRecord result) throws NotSerializableException {
    ProspectiveEvent<Object> event = records.fromRecord(result.getProspectiveEvent());
    return switch (result.getKindCase()) {
      case ACCEPTED -> {
        AcceptedRecord accepted = result.getAccepted();
        yield new Result.Accepted<>(
            event,
            accepted.getSequenceNr(),
            valueOf(accepted.hasMeta(), accepted.getMeta()),
            accepted.getIsDuplicate());
      }
      case REJECTED -> {
        var rejection =
            (Decision.Reject<Object, Object>) fromRecord(result.getRejected().getDecision());
        yield new Result.Rejected<>(
            event,
            rejection.reason(),
            rejection.meta(),
            rejection.cause(),
            result.getRejected().getIsDuplicate());
      }
      case TIMED_OUT ->
          new Result.TimedOut<>(
              event,
              codec.deserialize(SerializedValue.of(result.getTimedOut().getReason())),
              Duration.ofNanos(result.getTimedOut().getWaitedNanos()));
      case OVERLOADED ->
          new Result.Overloaded<>(
              event,
              result.getOverloaded().getWaitingEvents(),
              result.getOverloaded().getWaitingBytes());
      case UNAVAILABLE -> new Result.Unavailable<>(event, result.getUnavailable());
      case UNKNOWN -> new Result.Unknown<>(event, result.getUnknown());
      case EVENT_ID_TAKEN -> new Result.EventIdTaken<>(event, result.getEventIdTaken());
      case REFUSED -> new Result.Refused<>(event, result.getRefused());
      case CONFLICT ->
          new Result.Conflict<>(
              event,
              result.getConflict().getExpectedSequenceNr(),
              result.getConflict().getSequenceNr());
      case SEALED -> new Result.Sealed<>(event, result.getSealed());
      case KIND_NOT_SET ->
          throw new NotSerializableException("result of a kind this version does not know");
    };
  }

  DecisionRecord toRecord(Decision<?, ?> decision) throws NotSerializableException {
    if (decision instanceof Decision.Reject<?, ?> reject) {
      return rejection(reject.reason(), reject.meta(), reject.cause());
    }
    DecisionRecord.Builder builder = DecisionRecord.newBuilder().setDidPass(true);
    if (decision.meta() != null) {
      builder.setMeta(codec.serialize(decision.meta()).toProto());
    }
    return builder.build();
  }

  private DecisionRecord rejection(
      @Nullable Object reason, @Nullable Object meta, @Nullable Throwable cause)
      throws NotSerializableException {
    DecisionRecord.Builder builder = DecisionRecord.newBuilder();
    if (reason != null) {
      builder.setReason(codec.serialize(reason).toProto());
    }
    if (meta != null) {
      builder.setMeta(codec.serialize(meta).toProto());
    }
    if (cause != null) {
      builder.setCause(cause.toString());
    }
    return builder.build();
  }

  Decision<Object, Object> fromRecord(DecisionRecord decision) throws NotSerializableException {
    Object meta = valueOf(decision.hasMeta(), decision.getMeta());
    if (decision.getDidPass()) {
      return new Decision.Accept<>(meta);
    }
    return decision.hasReason()
        ? new Decision.Reject<>(
            codec.deserialize(SerializedValue.of(decision.getReason())), meta, null)
        : new Decision.Reject<>(null, meta, new ValidatorFailedException(decision.getCause()));
  }

  GotResultRecord toRecord(GotResult<?, ?> got) throws NotSerializableException {
    GotResultRecord.Builder builder =
        GotResultRecord.newBuilder()
            .setScopeId(got.scopeId().value())
            .setEventId(RecordMapper.toUuid(got.eventId()));
    RecordedResult<?, ?> result = got.result();
    if (result instanceof RecordedResult.Accepted<?, ?> accepted) {
      RecordedAcceptedRecord.Builder record =
          RecordedAcceptedRecord.newBuilder()
              .setSequenceNr(accepted.sequenceNr())
              .setEvents(accepted.events());
      if (accepted.meta() != null) {
        record.setMeta(codec.serialize(accepted.meta()).toProto());
      }
      builder.setAccepted(record);
    } else if (result instanceof RecordedResult.Rejected<?, ?> rejected) {
      builder.setRejected(rejection(rejected.reason(), rejected.meta(), rejected.cause()));
    } else if (result instanceof RecordedResult.TimedOut<?, ?> timedOut) {
      builder.setTimedOut(codec.serialize(timedOut.reason()).toProto());
    } else if (result instanceof RecordedResult.Pending<?, ?>) {
      builder.setPending(true);
    } else if (result instanceof RecordedResult.NotKnown<?, ?>) {
      builder.setNotKnown(true);
    }
    return builder.build();
  }

  GotResult<?, ?> fromRecord(GotResultRecord got) throws NotSerializableException {
    return new GotResult<>(
        new ScopeId(got.getScopeId()), RecordMapper.eventId(got.getEventId()), recordedResult(got));
  }

  private RecordedResult<Object, Object> recordedResult(GotResultRecord got)
      throws NotSerializableException {
    return switch (got.getKindCase()) {
      case ACCEPTED -> {
        RecordedAcceptedRecord accepted = got.getAccepted();
        yield new RecordedResult.Accepted<>(
            accepted.getSequenceNr(),
            accepted.getEvents(),
            valueOf(accepted.hasMeta(), accepted.getMeta()));
      }
      case REJECTED -> {
        var rejection = (Decision.Reject<Object, Object>) fromRecord(got.getRejected());
        yield new RecordedResult.Rejected<>(
            rejection.reason(), rejection.meta(), rejection.cause());
      }
      case TIMED_OUT ->
          new RecordedResult.TimedOut<>(codec.deserialize(SerializedValue.of(got.getTimedOut())));
      case PENDING -> new RecordedResult.Pending<>();
      case NOT_KNOWN -> new RecordedResult.NotKnown<>();
      case KIND_NOT_SET ->
          throw new NotSerializableException("result of a kind this version does not know");
    };
  }

  private @Nullable Object valueOf(boolean isPresent, Value value) throws NotSerializableException {
    return isPresent ? codec.deserialize(SerializedValue.of(value)) : null;
  }
}
