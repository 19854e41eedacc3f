package io.atomicstore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.LogSummary;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.originator.ValidatorFailedException;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is stored or crosses the wire comes back as it was. */
final class StoreSerializerTest {

  private static final ScopeId SCOPE = new ScopeId("лот/17");
  private static final EventId ID = EventId.parse("0190163d-8694-739b-aea5-966c26f8ad91");
  private static final ValidationToken TOKEN = new ValidationToken(-7, 9);
  private static final Note NOTE = Note.of("лот/17", "bid 💎");
  private static final ProspectiveEvent<Note> EVENT = ProspectiveEvent.of(SCOPE, ID, NOTE);
  private static final StoredEvent<Note> STORED =
      new StoredEvent<>(SCOPE, 1, ID, Instant.ofEpochMilli(1_700_000_000_123L), NOTE, false);
  private static final StoredEvent<Note> SEALING =
      new StoredEvent<>(SCOPE, 2, ID, Instant.ofEpochMilli(0), NOTE, true);
  private static final LogPrefix PREFIX = new LogPrefix(7, -3);
  private static final StoreIfValid<Note> SUBMISSION = StoreIfValid.of(NOTE).withEventId(ID);
  private static final SerializedValue VALUE =
      new SerializedValue(17, "manifest", "bytes".getBytes(UTF_8));

  static final List<Object> MESSAGES =
      List.of(
          new StoredRecord(7, ID, -1, VALUE, VALUE, -1, StoredRecord.Place.ALONE, true),
          new StoredRecord(7, ID, -1, VALUE, VALUE, 5, new StoredRecord.Place(true, 3), false),
          new StoredRecord(
              1, ID, 1_700_000_000_123L, VALUE, null, 1, new StoredRecord.Place(false, 1), false),
          new LogSnapshot(LogSummary.EMPTY),
          new LogSnapshot(new LogSummary(PREFIX, ID, true)),
          SUBMISSION,
          SUBMISSION.withTimeout(Duration.ofDays(365)),
          SUBMISSION.withKnown(PREFIX),
          SUBMISSION.keepingShownEvents(),
          SUBMISSION.withDecision(PREFIX, Decision.accept().withMeta("meta")),
          SUBMISSION.withDecision(LogPrefix.EMPTY, Decision.reject(Reason.UNWANTED)),
          SUBMISSION.withExpectedSequenceNr(0),
          SUBMISSION.withExpectedSequenceNr(7).sealingLog(),
          StoreIfValid.ofAll(List.of(NOTE, Note.of("x", ""))).sealingLog(),
          new ValidationRequest<>(
              TOKEN, EVENT, new PastEvents<>(LogPrefix.EMPTY, List.of()), LogPrefix.EMPTY),
          new ValidationRequest<>(
              TOKEN, EVENT, new PastEvents<>(LogPrefix.EMPTY, List.of(STORED)), PREFIX),
          new GetPastEvents(SCOPE, TOKEN, 0),
          new GetPastEvents(SCOPE, TOKEN, Long.MAX_VALUE),
          new PastEventsPage<>(SCOPE, TOKEN, new PastEvents<>(LogPrefix.EMPTY, List.of(STORED))),
          new PastEventsPage<>(SCOPE, TOKEN, new PastEvents<>(PREFIX, List.of())),
          new ValidationResponse<>(SCOPE, TOKEN, Decision.accept()),
          new ValidationResponse<>(SCOPE, TOKEN, Decision.accept().withMeta("meta")),
          new ValidationResponse<>(SCOPE, TOKEN, Decision.reject(Reason.UNWANTED)),
          new ValidationResponse<>(SCOPE, TOKEN, Decision.reject(Reason.UNWANTED).withMeta(12L)),
          new ResponseTooLate(SCOPE, TOKEN),
          QueryEvents.forwards(1),
          QueryEvents.backwards(Long.MAX_VALUE).withEventsMax(7),
          QueryEvents.forwards(8).withPatience(Duration.ofSeconds(20)).inScope(SCOPE),
          new Envelope(SCOPE, SUBMISSION),
          new QueriedEvents<>(SCOPE, List.of(), 0, false),
          new QueriedEvents<>(SCOPE, List.of(STORED, SEALING), 2, true),
          new GetResult(ID),
          new GetResult(ID).inScope(SCOPE),
          new GotResult<>(SCOPE, ID, new RecordedResult.Accepted<>(3, 2, null)),
          new GotResult<>(SCOPE, ID, new RecordedResult.Accepted<>(3, 1, "meta")),
          new GotResult<>(SCOPE, ID, new RecordedResult.Rejected<>(Reason.UNWANTED, "meta", null)),
          new GotResult<>(SCOPE, ID, new RecordedResult.TimedOut<>(Reason.TIMED_OUT)),
          new GotResult<>(SCOPE, ID, new RecordedResult.Pending<>()),
          new GotResult<>(SCOPE, ID, new RecordedResult.NotKnown<>()),
          new QueryRefused(SCOPE, "cause"),
          new GetLiveLogScopes(),
          new ShardedReceptionist.GetLocalScopes(),
          new LiveLogScopes(Set.of(SCOPE, new ScopeId("b"))),
          new Result.Accepted<>(EVENT, 3, null, false),
          new Result.Accepted<>(EVENT, Long.MAX_VALUE, NOTE, true),
          new Result.Rejected<>(EVENT, Reason.UNWANTED, null, null, false),
          new Result.Rejected<>(EVENT, Reason.UNWANTED, "meta", null, true),
          new Result.TimedOut<>(EVENT, Reason.TIMED_OUT, Duration.ofNanos(1_234_567_890_123L)),
          new Result.Overloaded<>(EVENT, 10_000, 1L << 40),
          new Result.Unavailable<>(EVENT, "cause"),
          new Result.Unavailable<>(EVENT, ""),
          new Result.Unknown<>(EVENT, "cause"),
          new Result.EventIdTaken<>(EVENT, 0),
          new Result.EventIdTaken<>(EVENT, 3),
          new Result.Refused<>(EVENT, "cause"),
          new Result.Conflict<>(EVENT, 0, 7),
          new Result.Sealed<>(new ProspectiveEvent<>(SCOPE, ID, List.of(NOTE, NOTE), true), 7));

  private static ActorSystem system = noSystem();

  @SuppressWarnings("NullAway") // Set before the first test.
  private static ActorSystem noSystem() {
    return null;
  }

  @BeforeAll
  static void startSystem() {
    system = ActorSystem.create("test");
  }

  @AfterAll
  static void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @ParameterizedTest
  @FieldSource("MESSAGES")
  void givesBackWhatItWrote(Object message) {
    Serialization serialization = SerializationExtension.get(system);
    var serializer = serialization.findSerializerFor(message);

    assertThat(serializer).isInstanceOf(StoreSerializer.class);
    Object again =
        serialization
            .deserialize(
                serializer.toBinary(message),
                serializer.identifier(),
                Serializers.manifestFor(serializer, message))
            .get();

    assertThat(again).isEqualTo(message);
  }

  @Test
  void keepsTheTextOfWhatAValidatorThrew() throws NotSerializableException {
    IllegalStateException thrown = new IllegalStateException("broken");
    var response = new ValidationResponse<>(SCOPE, TOKEN, Decision.failed(thrown));
    var result = new Result.Rejected<>(EVENT, null, null, thrown, false);

    var responseAgain = (ValidationResponse<?, ?>) again(response);
    var resultAgain = (Result.Rejected<?, ?, ?>) again(result);

    assertThat(responseAgain.decision())
        .extracting("cause")
        .isInstanceOf(ValidatorFailedException.class)
        .extracting("message")
        .isEqualTo("java.lang.IllegalStateException: broken");
    assertThat(resultAgain.cause()).isInstanceOf(ValidatorFailedException.class);
    assertThat(resultAgain.reason()).isNull();
  }

  @Test
  void saysWhichManifestItDoesNotKnow() {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) system);

    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "event:99"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("'event:99'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event:1",
        "event:2",
        "snapshot:1",
        "snapshot:2",
        "result:2",
        "store-if-valid:2",
        "validation-request:2",
        "validation-response:1",
        "get-past-events:1",
        "past-events-page:1",
        "response-too-late:1",
        "query-events:2",
        "queried-events:2",
        "get-result:1",
        "got-result:1",
        "query-refused:1",
        "envelope:1",
        "live-log-scopes:1"
      })
  void saysWhichBytesItCannotRead(String manifest) {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) system);

    for (byte[] bytes : List.of(new byte[] {-1}, new byte[] {10, 5, 1}, new byte[] {18, 3, 0})) {
      assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining(manifest);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event:1",
        "event:2",
        "result:2",
        "store-if-valid:2",
        "validation-request:2",
        "query-events:2",
        "got-result:1"
      })
  void takesNoBytesWithoutAnEvent(String manifest) {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) system);

    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], manifest))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void writesMessagesAndRecordsUnderNamesThatSayTheirVersion() {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) system);

    Map<String, List<Object>> byManifest =
        MESSAGES.stream().collect(java.util.stream.Collectors.groupingBy(serializer::manifest));

    assertThat(byManifest.keySet())
        .hasSize(18)
        .allMatch(manifest -> manifest.matches("[a-z-]+:[12]"));
    assertThatThrownBy(() -> serializer.manifest("a text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Object again(Object message) throws NotSerializableException {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) system);
    return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
  }
}
