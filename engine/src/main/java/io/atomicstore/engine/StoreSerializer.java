package io.atomicstore.engine;

import com.google.protobuf.MessageLite;
import io.atomicstore.core.Result;
import io.atomicstore.engine.proto.GetPastEventsRecord;
import io.atomicstore.engine.proto.GetResultRecord;
import io.atomicstore.engine.proto.GotResultRecord;
import io.atomicstore.engine.proto.LogSnapshotRecord;
import io.atomicstore.engine.proto.LogSummaryRecord;
import io.atomicstore.engine.proto.PastEventsPageRecord;
import io.atomicstore.engine.proto.QueriedEventsRecord;
import io.atomicstore.engine.proto.QueryEventsRecord;
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

  private static final String EVENT = "event:2";
  private static final String EVENT_1 = "event:1";
  private static final String SNAPSHOT = "snapshot:2";
  private static final String SNAPSHOT_1 = "snapshot:1";
  private static final String STORE_IF_VALID = "store-if-valid:2";
  private static final String VALIDATION_REQUEST = "validation-request:2";
  private static final String VALIDATION_RESPONSE = "validation-response:1";
  private static final String GET_PAST_EVENTS = "get-past-events:1";
  private static final String PAST_EVENTS_PAGE = "past-events-page:1";
  private static final String RESPONSE_TOO_LATE = "response-too-late:1";
  private static final String RESULT = "result:2";
  private static final String QUERY_EVENTS = "query-events:2";
  private static final String QUERIED_EVENTS = "queried-events:2";
  private static final String GET_RESULT = "get-result:1";
  private static final String GOT_RESULT = "got-result:1";
  private static final String QUERY_REFUSED = "query-refused:1";
  private static final String ENVELOPE = "envelope:1";
  private static final String GET_LIVE_LOG_SCOPES = "get-live-log-scopes:1";
  private static final String GET_LOCAL_SCOPES = "get-local-scopes:1";
  private static final String LIVE_LOG_SCOPES = "live-log-scopes:1";

  /** The mappers, which share the codec. */
  private record Mappers(MessageMapper messages, ResultMapper results) {}

  private final ExtendedActorSystem system;

  // Not made in the constructor: Pekko Serialization is being made then.
  private volatile @Nullable Mappers mappers;

  StoreSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  private Mappers mappers() {
    Mappers made = mappers;
    if (made == null) {
      ValueCodec codec = new ValueCodec(system);
      RecordMapper records = new RecordMapper(codec);
      ResultMapper results = new ResultMapper(codec, records);
      made = new Mappers(new MessageMapper(codec, records, results), results);
      mappers = made;
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
    } else if (message instanceof GetPastEvents) {
      return GET_PAST_EVENTS;
    } else if (message instanceof PastEventsPage) {
      return PAST_EVENTS_PAGE;
    } else if (message instanceof ResponseTooLate) {
      return RESPONSE_TOO_LATE;
    } else if (message instanceof LogSnapshot) {
      return SNAPSHOT;
    }
    return manifestOfQuery(message);
  }

  private static String manifestOfQuery(Object message) {
    if (message instanceof QueryEvents) {
      return QUERY_EVENTS;
    } else if (message instanceof QueriedEvents) {
      return QUERIED_EVENTS;
    } else if (message instanceof GetResult) {
      return GET_RESULT;
    } else if (message instanceof GotResult) {
      return GOT_RESULT;
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
      return message instanceof StoredRecord event
          ? StoredRecordEncoder.encode(event)
          : recordOf(message).toByteArray();
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private MessageLite recordOf(Object message) throws NotSerializableException {
    if (message instanceof Result<?, ?, ?> result) {
      return mappers().results().toRecord(result);
    } else if (message instanceof StoreIfValid<?> submission) {
      return mappers().messages().toRecord(submission);
    } else if (message instanceof ValidationRequest<?> request) {
      return mappers().messages().toRecord(request);
    } else if (message instanceof ValidationResponse<?, ?> response) {
      return mappers().messages().toRecord(response);
    } else if (message instanceof GetPastEvents get) {
      return MessageMapper.toRecord(get);
    } else if (message instanceof PastEventsPage<?> page) {
      return mappers().messages().toRecord(page);
    } else if (message instanceof ResponseTooLate tooLate) {
      return MessageMapper.toRecord(tooLate);
    } else if (message instanceof LogSnapshot snapshot) {
      return RecordMapper.toRecord(snapshot);
    }
    return recordOfQuery(message);
  }

  private MessageLite recordOfQuery(Object message) throws NotSerializableException {
    if (message instanceof QueryEvents query) {
      return MessageMapper.toRecord(query);
    } else if (message instanceof QueriedEvents<?> queried) {
      return mappers().messages().toRecord(queried);
    } else if (message instanceof GetResult get) {
      return MessageMapper.toRecord(get);
    } else if (message instanceof GotResult<?, ?> got) {
      return mappers().results().toRecord(got);
    } else if (message instanceof QueryRefused refused) {
      return MessageMapper.toRecord(refused);
    } else if (message instanceof Envelope envelope) {
      return mappers().messages().toRecord(envelope);
    } else if (message instanceof LiveLogScopes live) {
      return MessageMapper.toRecord(live);
    } else if (message instanceof GetLiveLogScopes
        || message instanceof ShardedReceptionist.GetLocalScopes) {
      return ScopedRecord.getDefaultInstance();
    }
    throw new NotSerializableException("not a message of the store: " + message.getClass());
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
      case EVENT, EVENT_1 -> RecordMapper.fromRecord(StoredEventRecord.parseFrom(bytes));
      case SNAPSHOT -> RecordMapper.fromRecord(LogSummaryRecord.parseFrom(bytes));
      case SNAPSHOT_1 -> RecordMapper.fromRecord(LogSnapshotRecord.parseFrom(bytes));
      case RESULT -> mappers().results().fromRecord(ResultRecord.parseFrom(bytes));
      case STORE_IF_VALID -> mappers().messages().fromRecord(StoreIfValidRecord.parseFrom(bytes));
      case VALIDATION_REQUEST ->
          mappers().messages().fromRecord(ValidationRequestRecord.parseFrom(bytes));
      case VALIDATION_RESPONSE ->
          mappers().messages().fromRecord(ValidationResponseRecord.parseFrom(bytes));
      case GET_PAST_EVENTS -> MessageMapper.fromRecord(GetPastEventsRecord.parseFrom(bytes));
      case PAST_EVENTS_PAGE ->
          mappers().messages().fromRecord(PastEventsPageRecord.parseFrom(bytes));
      case RESPONSE_TOO_LATE -> MessageMapper.responseTooLate(ScopedRecord.parseFrom(bytes));
      case QUERY_EVENTS -> MessageMapper.fromRecord(QueryEventsRecord.parseFrom(bytes));
      case QUERIED_EVENTS -> mappers().messages().fromRecord(QueriedEventsRecord.parseFrom(bytes));
      case GET_RESULT -> MessageMapper.fromRecord(GetResultRecord.parseFrom(bytes));
      case GOT_RESULT -> mappers().results().fromRecord(GotResultRecord.parseFrom(bytes));
      case QUERY_REFUSED -> MessageMapper.queryRefused(ScopedRecord.parseFrom(bytes));
      case ENVELOPE -> mappers().messages().envelope(ScopedRecord.parseFrom(bytes));
      case GET_LIVE_LOG_SCOPES -> new GetLiveLogScopes();
      case GET_LOCAL_SCOPES -> new ShardedReceptionist.GetLocalScopes();
      case LIVE_LOG_SCOPES -> MessageMapper.fromRecord(ScopeIdsRecord.parseFrom(bytes));
      default ->
          throw new NotSerializableException(
              "this version of the store does not know the manifest '" + manifest + "'");
    };
  }
}
