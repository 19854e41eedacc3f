package io.atomicstore.engine;

import io.atomicstore.core.Result;
import io.atomicstore.engine.proto.LogSnapshotRecord;
import io.atomicstore.engine.proto.QueriedEventsRecord;
import io.atomicstore.engine.proto.ResultRecord;
import io.atomicstore.engine.proto.ScopeIdsRecord;
import io.atomicstore.engine.proto.ScopedRecord;
import io.atomicstore.engine.proto.StoreIfValidRecord;
import io.atomicstore.engine.proto.StoredEventRecord;
import io.atomicstore.engine.proto.ValidationRequestRecord;
import io.atomicstore.engine.proto.ValidationResponseRecord;
import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the store keeps and what its actors say to each other, in Protobuf. The manifest is
 * the kind of the message and the version of its format; see {@code docs/formats/engine.md}.
 */
final class StoreSerializer extends SerializerWithStringManifest {

  /** Stored with every record; must never change. */
  private static final int IDENTIFIER = 1_096_000;

  private static final String EVENT = "event:1";
  private static final String SNAPSHOT = "snapshot:1";
  private static final String STORE_IF_VALID = "store-if-valid:1";
  private static final String VALIDATION_REQUEST = "validation-request:1";
  private static final String VALIDATION_RESPONSE = "validation-response:1";
  private static final String RESPONSE_TOO_LATE = "response-too-late:1";
  private static final String RESULT = "result:1";
  private static final String QUERY_EVENTS = "query-events:1";
  private static final String QUERIED_EVENTS = "queried-events:1";
  private static final String QUERY_REFUSED = "query-refused:1";
  private static final String ENVELOPE = "envelope:1";
  private static final String GET_LIVE_LOG_SCOPES = "get-live-log-scopes:1";
  private static final String GET_LOCAL_SCOPES = "get-local-scopes:1";
  private static final String LIVE_LOG_SCOPES = "live-log-scopes:1";

  private final ExtendedActorSystem system;

  // Not made in the constructor: Pekko Serialization is being made then.
  private volatile @Nullable RecordMapper mapper;

  StoreSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  private RecordMapper mapper() {
    RecordMapper made = mapper;
    if (made == null) {
      made = new RecordMapper(new ValueCodec(system));
      mapper = made;
    }
    return made;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof StoredRecord) {
      return EVENT;
    } else if (message instanceof Result) {
      return RESULT;
    } else if (message instanceof StoreIfValid) {
      return STORE_IF_VALID;
    } else if (message instanceof ValidationRequest) {
      return VALIDATION_REQUEST;
    } else if (message instanceof ValidationResponse) {
      return VALIDATION_RESPONSE;
    } else if (message instanceof ResponseTooLate) {
      return RESPONSE_TOO_LATE;
    } else if (message instanceof LogSnapshot) {
      return SNAPSHOT;
    } else if (message instanceof QueryEvents) {
      return QUERY_EVENTS;
    } else if (message instanceof QueriedEvents) {
      return QUERIED_EVENTS;
    } else if (message instanceof QueryRefused) {
      return QUERY_REFUSED;
    } else if (message instanceof Envelope) {
      return ENVELOPE;
    } else if (message instanceof GetLiveLogScopes) {
      return GET_LIVE_LOG_SCOPES;
    } else if (message instanceof ShardedReceptionist.GetLocalScopes) {
      return GET_LOCAL_SCOPES;
    } else if (message instanceof LiveLogScopes) {
      return LIVE_LOG_SCOPES;
    }
    throw new IllegalArgumentException("not a message of the store: " + message.getClass());
  }

  @Override
  public byte[] toBinary(Object message) {
    try {
      return bytesOf(message);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private byte[] bytesOf(Object message) throws NotSerializableException {
    if (message instanceof StoredRecord event) {
      return StoredRecordEncoder.encode(event);
    } else if (message instanceof Result<?, ?, ?> result) {
      return mapper().results().toRecord(result).toByteArray();
    } else if (message instanceof StoreIfValid<?> submission) {
      return mapper().toRecord(submission).toByteArray();
    } else if (message instanceof ValidationRequest<?> request) {
      return mapper().toRecord(request).toByteArray();
    } else if (message instanceof ValidationResponse<?, ?> response) {
      return mapper().toRecord(response).toByteArray();
    } else if (message instanceof LogSnapshot snapshot) {
      return RecordMapper.toRecord(snapshot).toByteArray();
    } else if (message instanceof QueriedEvents<?> queried) {
      return mapper().toRecord(queried).toByteArray();
    } else if (message instanceof LiveLogScopes live) {
      return RecordMapper.toRecord(live).toByteArray();
    } else if (message instanceof QueryEvents
        || message instanceof GetLiveLogScopes
        || message instanceof ShardedReceptionist.GetLocalScopes) {
      return new byte[0];
    }
    return mapper().toScopedRecord(message).toByteArray();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return messageOf(bytes, manifest);
    } catch (IOException | IllegalArgumentException e) {
      NotSerializableException exception =
          new NotSerializableException("'" + manifest + "' could not be read: " + e.getMessage());
      exception.initCause(e);
      throw exception;
    }
  }

  private Object messageOf(byte[] bytes, String manifest) throws IOException {
    return switch (manifest) {
      case EVENT -> RecordMapper.fromRecord(StoredEventRecord.parseFrom(bytes));
      case SNAPSHOT -> RecordMapper.fromRecord(LogSnapshotRecord.parseFrom(bytes));
      case RESULT -> mapper().results().fromRecord(ResultRecord.parseFrom(bytes));
      case STORE_IF_VALID -> mapper().fromRecord(StoreIfValidRecord.parseFrom(bytes));
      case VALIDATION_REQUEST -> mapper().fromRecord(ValidationRequestRecord.parseFrom(bytes));
      case VALIDATION_RESPONSE -> mapper().fromRecord(ValidationResponseRecord.parseFrom(bytes));
      case RESPONSE_TOO_LATE -> RecordMapper.responseTooLate(ScopedRecord.parseFrom(bytes));
      case QUERY_EVENTS -> new QueryEvents();
      case QUERIED_EVENTS -> mapper().fromRecord(QueriedEventsRecord.parseFrom(bytes));
      case QUERY_REFUSED -> RecordMapper.queryRefused(ScopedRecord.parseFrom(bytes));
      case ENVELOPE -> mapper().envelope(ScopedRecord.parseFrom(bytes));
      case GET_LIVE_LOG_SCOPES -> new GetLiveLogScopes();
      case GET_LOCAL_SCOPES -> new ShardedReceptionist.GetLocalScopes();
      case LIVE_LOG_SCOPES -> RecordMapper.fromRecord(ScopeIdsRecord.parseFrom(bytes));
      default ->
          throw new NotSerializableException(
              "this version of the store does not know the manifest '" + manifest + "'");
    };
  }
}
