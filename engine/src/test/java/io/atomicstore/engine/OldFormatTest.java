package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static io.atomicstore.engine.OriginatorByHand.sequenceNrs;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.engine.proto.LogSnapshotRecord;
import io.atomicstore.engine.proto.StoredEventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that was stored by version 1 of the formats goes on as if it had always been so. */
final class OldFormatTest {

  private static final String LOG = "atomic-store|lot";
  private static final int SNAPSHOT_AT = 40;
  private static final int EVENTS = 60;

  private final StoredInMemory stored = StoredInMemory.create();
  private final List<EventId> ids = new ArrayList<>();
  private StoreUnderTest test = startStore(Map.of());
  private OriginatorByHand originator = new OriginatorByHand(test);

  /** Opens a log of version 1, with the snapshot of that version or without. */
  private void openLogOfVersion1(boolean hasSnapshot) {
    for (int i = 1; i <= EVENTS; i++) {
      StoreIfValid<Note> submission = note("a text of some length, number " + i);
      originator.respond(originator.ask(submission).accept().withMeta("meta " + i));
      ids.add(submission.eventId());
    }
    for (long sequenceNr = 1; sequenceNr <= EVENTS; sequenceNr++) {
      stored.put(LOG, sequenceNr, ofVersion1(stored.remove(LOG, sequenceNr)));
    }
    test.close();
    test = startStore(hasSnapshot ? Map.of(LOG, snapshotOfVersion1()) : Map.of());
    originator = new OriginatorByHand(test);
    stored.forgetReads();
    originator.query(QueryEvents.forwards(EVENTS));
    assertThat(stored.firstSequenceNrsRead()).containsExactly(hasSnapshot ? SNAPSHOT_AT + 1L : 1L);
  }

  /** A snapshot store that has what was stored by version 1, and takes no others. */
  private StoreUnderTest startStore(Map<String, StoredSnapshots.Stored> snapshots) {
    StoredSnapshots.SNAPSHOTS.clear();
    StoredSnapshots.SNAPSHOTS.putAll(snapshots);
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "stored-snapshots.class",
                    StoredSnapshots.class.getName(),
                    "pekko.persistence.snapshot-store.plugin",
                    "stored-snapshots"))
            .withFallback(ControlledJournal.on(stored));
    return new StoreUnderTest(
        config,
        builder ->
            builder
                .tailBytesMax(300)
                .pageBytesMax(1_024)
                .limits(LogLimits.DEFAULT.withRecentIdsMax(2)));
  }

  private static StoredInMemory.Entry ofVersion1(StoredInMemory.Entry entry) {
    try {
      StoredEventRecord record =
          StoredEventRecord.parseFrom(entry.bytes()).toBuilder().clearLogHash().build();
      return new StoredInMemory.Entry(
          entry.serializerId(), "event:1", record.toByteString(), entry.writer());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private StoredSnapshots.Stored snapshotOfVersion1() {
    ByteBuffer packed = ByteBuffer.allocate(SNAPSHOT_AT * 24);
    for (EventId id : ids.subList(0, SNAPSHOT_AT)) {
      packed
          .putLong(id.value().getMostSignificantBits())
          .putLong(id.value().getLeastSignificantBits())
          .putLong(7);
    }
    ByteString bytes =
        LogSnapshotRecord.newBuilder()
            .setSequenceNr(SNAPSHOT_AT)
            .setAcceptedIds(ByteString.copyFrom(packed.flip()))
            .build()
            .toByteString();
    return new StoredSnapshots.Stored(SNAPSHOT_AT, 1_096_000, "snapshot:1", bytes);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsItsEventsAndGoesOn(boolean hasSnapshot) {
    openLogOfVersion1(hasSnapshot);

    ValidationRequest<Note> request = originator.ask(note("next"));
    List<PastEvents<Note>> pages = originator.pages(request);

    assertThat(pages).hasSizeGreaterThan(2);
    List<Long> shown = new ArrayList<>();
    LogPrefix upTo = LogPrefix.EMPTY;
    for (PastEvents<Note> page : pages) {
      assertThat(page.after().matches(upTo)).isTrue();
      shown.addAll(sequenceNrs(page.events()));
      for (var event : page.events()) {
        upTo = upTo.followedBy(event.eventId());
      }
    }
    assertThat(upTo).isEqualTo(request.past()).isEqualTo(prefixOf(ids));
    assertThat(shown).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    assertThat(originator.respond(request.accept())).extracting("sequenceNr").isEqualTo(61L);
    test.restart();
    assertThat(test.texts("lot")).hasSize(EVENTS + 1).last().isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void letsADecisionStandThatWasTakenOnAllOfIt(boolean hasSnapshot) {
    openLogOfVersion1(hasSnapshot);
    Decision<Reason, String> no = Decision.reject(Reason.UNWANTED);
    Decision<Reason, String> yes = Decision.accept();

    assertThat(originator.submit(note("61").withDecision(prefixOf(ids), no)))
        .isInstanceOf(Result.Rejected.class);
    assertThat(originator.submit(note("61").withDecision(prefixOf(ids), yes)))
        .extracting("sequenceNr")
        .isEqualTo(61L);
    assertThat(originator.ask(note("62").withDecision(prefixOf(ids), yes)).pastEvents().events())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsWhatFollowsAnyOfItsEvents(boolean hasSnapshot) {
    openLogOfVersion1(hasSnapshot);
    for (int known : new int[] {1, 20, SNAPSHOT_AT, SNAPSHOT_AT + 1, EVENTS - 1, EVENTS}) {
      LogPrefix prefix = prefixOf(ids.subList(0, known));

      ValidationRequest<Note> request = originator.ask(note("next").withKnown(prefix));

      assertThat(request.pastEvents().after().matches(prefix)).isTrue();
      assertThat(originator.pages(request).stream().mapToInt(page -> page.events().size()).sum())
          .isEqualTo(EVENTS - known);
      originator.respond(request.reject(Reason.UNWANTED));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsItsIdsAgain(boolean hasSnapshot) {
    openLogOfVersion1(hasSnapshot);
    for (int number : new int[] {1, SNAPSHOT_AT, SNAPSHOT_AT + 1, EVENTS}) {
      EventId id = ids.get(number - 1);

      assertThat(originator.submit(note("a text of some length, number " + number).withEventId(id)))
          .isInstanceOf(Result.Accepted.class)
          .extracting("sequenceNr", "meta", "isDuplicate")
          .containsExactly((long) number, "meta " + number, true);
      assertThat(originator.submit(note("another").withEventId(id)))
          .isInstanceOf(Result.EventIdTaken.class);
      assertThat(originator.resultOf(id))
          .isEqualTo(new RecordedResult.Accepted<>(number, 1, "meta " + number));
    }
  }
}
