package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.LogSummary;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What earlier versions stored can be read, and what this one stores is the same. The files were
 * written by the version of the formats that their names say; they are never written anew.
 */
final class GoldenFilesTest {

  private static final EventId FIRST = EventId.parse("0190163d-8694-739b-aea5-966c26f8ad91");
  private static final EventId SECOND = EventId.parse("0190163d-8694-739b-aea5-966c26f8ad92");
  private static final long FINGERPRINT = -90959557673237810L;
  private static final long FINGERPRINT_OF_SEVERAL = -5543843186360013240L;
  private static final long HASH_OF_FIRST = -397664449450089461L;

  private ActorSystem system;
  private StoreSerializer serializer;
  private ValueCodec codec;

  @BeforeEach
  void startSystem() {
    system = ActorSystem.create("test");
    serializer = new StoreSerializer((ExtendedActorSystem) system);
    codec = new ValueCodec((ExtendedActorSystem) system);
  }

  @AfterEach
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void readsAnEventOfVersion1() throws IOException {
    byte[] bytes = file("event-1.bin");

    StoredRecord read = (StoredRecord) serializer.fromBinary(bytes, "event:1");

    assertThat(read.sequenceNr()).isEqualTo(17);
    assertThat(read.eventId()).isEqualTo(FIRST);
    assertThat(read.storedAtMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(codec.deserialize(read.event())).isEqualTo(Note.of("лот/17", "bid 💎"));
    assertThat(codec.deserialize(Objects.requireNonNull(read.meta()))).isEqualTo(Reason.UNWANTED);
    assertThat(read.logHash()).isZero();
    assertThat(read.place()).isEqualTo(StoredRecord.Place.ALONE);
    assertThat(read.sealsLog()).isFalse();
    assertThat(codec.serialize(Note.of("лот/17", "bid 💎"))).isEqualTo(read.event());
    assertThat(serializer.identifier()).isEqualTo(1_096_000);
    assertThat(read.event().serializerId()).isEqualTo(1_096_001);
  }

  @Test
  void readsASnapshotOfVersion1() throws IOException {
    byte[] bytes = file("snapshot-1.bin");

    Object read = serializer.fromBinary(bytes, "snapshot:1");

    assertThat(read)
        .isEqualTo(
            new LogSnapshot(
                new LogSummary(
                    LogPrefix.EMPTY.followedBy(FIRST).followedBy(SECOND), SECOND, false)));
  }

  @Test
  void readsAnEventOfVersion2() throws IOException {
    StoredRecord read = readAgain("event-2.bin", "event:2", StoredRecord.class);

    assertThat(read.sequenceNr()).isEqualTo(1);
    assertThat(read.eventId()).isEqualTo(FIRST);
    assertThat(read.storedAtMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(codec.deserialize(read.event())).isEqualTo(Note.of("лот/17", "bid 💎"));
    assertThat(codec.deserialize(Objects.requireNonNull(read.meta()))).isEqualTo(Reason.UNWANTED);
    assertThat(read.logHash()).isEqualTo(LogPrefix.EMPTY.followedBy(FIRST).hash());
    assertThat(read.logHash()).isEqualTo(HASH_OF_FIRST);
    assertThat(read.place()).isEqualTo(StoredRecord.Place.ALONE);
    assertThat(read.sealsLog()).isFalse();
  }

  @Test
  void readsTheFirstEventOfASubmissionOfVersion2() throws IOException {
    StoredRecord read = readAgain("event-2-first-of-two.bin", "event:2", StoredRecord.class);

    assertThat(read.sequenceNr()).isEqualTo(2);
    assertThat(read.eventId()).isEqualTo(SECOND);
    assertThat(codec.deserialize(read.event())).isEqualTo(Note.of("лот/17", "hammer"));
    assertThat(codec.deserialize(Objects.requireNonNull(read.meta()))).isEqualTo("sold");
    assertThat(read.logHash())
        .isEqualTo(LogPrefix.EMPTY.followedBy(FIRST).followedBy(SECOND).hash());
    assertThat(read.place()).isEqualTo(new StoredRecord.Place(false, 1));
    assertThat(read.sealsLog()).isFalse();
  }

  @Test
  void readsTheLastEventOfALogOfVersion2() throws IOException {
    StoredRecord read = readAgain("event-2-sealing.bin", "event:2", StoredRecord.class);

    assertThat(read.sequenceNr()).isEqualTo(3);
    assertThat(read.eventId()).isEqualTo(SECOND);
    assertThat(codec.deserialize(read.event())).isEqualTo(Note.of("лот/17", "closed"));
    assertThat(read.meta()).isNull();
    assertThat(read.logHash())
        .isEqualTo(LogPrefix.EMPTY.followedBy(FIRST).followedBy(SECOND).followedBy(SECOND).hash());
    assertThat(read.place()).isEqualTo(new StoredRecord.Place(true, 0));
    assertThat(read.sealsLog()).isTrue();
  }

  @Test
  void readsASnapshotOfVersion2() throws IOException {
    assertThat(readAgain("snapshot-2.bin", "snapshot:2", LogSnapshot.class))
        .isEqualTo(
            new LogSnapshot(
                new LogSummary(
                    LogPrefix.EMPTY.followedBy(FIRST).followedBy(SECOND), SECOND, false)));
  }

  @Test
  void readsASnapshotOfASealedLogOfVersion2() throws IOException {
    assertThat(readAgain("snapshot-2-sealed.bin", "snapshot:2", LogSnapshot.class))
        .isEqualTo(new LogSnapshot(new LogSummary(LogPrefix.EMPTY.followedBy(FIRST), FIRST, true)));
  }

  /** What this version reads, it writes in the same bytes. */
  private <T> T readAgain(String name, String manifest, Class<T> kind) throws IOException {
    byte[] bytes = file(name);
    T read = kind.cast(serializer.fromBinary(bytes, manifest));
    assertThat(serializer.manifest(read)).isEqualTo(manifest);
    assertThat(serializer.toBinary(read)).isEqualTo(bytes);
    return read;
  }

  @Test
  void knowsARepeatedSubmissionByTheFingerprintOfVersion2() throws IOException {
    StoredRecord first = readAgain("event-2-first-of-two.bin", "event:2", StoredRecord.class);
    StoredRecord sealing = readAgain("event-2-sealing.bin", "event:2", StoredRecord.class);

    assertThat(Fingerprints.of(List.of(first.event(), sealing.event()), true))
        .isEqualTo(FINGERPRINT_OF_SEVERAL);
  }

  @Test
  void knowsARepeatedEventByTheFingerprintOfVersion1() throws IOException {
    StoredRecord read = (StoredRecord) serializer.fromBinary(file("event-1.bin"), "event:1");

    assertThat(Fingerprints.of(List.of(read.event()), false)).isEqualTo(FINGERPRINT);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/stored/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}
