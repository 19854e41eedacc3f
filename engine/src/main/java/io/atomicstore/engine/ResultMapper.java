package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.engine.proto.AcceptedRecord;
import io.atomicstore.engine.proto.DecisionRecord;
import io.atomicstore.engine.proto.OverloadedRecord;
import io.atomicstore.engine.proto.RejectedRecord;
import io.atomicstore.engine.proto.ResultRecord;
import io.atomicstore.engine.proto.TimedOutRecord;
import io.atomicstore.engine.proto.Value;
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

  private @Nullable Object valueOf(boolean isPresent, Value value) throws NotSerializableException {
    return isPresent ? codec.deserialize(SerializedValue.of(value)) : null;
  }
}
