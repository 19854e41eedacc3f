package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.EventId;
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
 * written by version 1 of the formats; they are never written anew.
 */
final class GoldenFilesTest {

  private static final EventId FIRST = EventId.parse("0190163d-8694-739b-aea5-966c26f8ad91");
  private static final EventId SECOND = EventId.parse("0190163d-8694-739b-aea5-966c26f8ad92");
  private static final long FINGERPRINT = -90959557673237810L;

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
  void readsAndWritesAnEventOfVersion1() throws IOException {
    byte[] bytes = file("event-1.bin");

    StoredRecord read = (StoredRecord) serializer.fromBinary(bytes, "event:1");

    assertThat(read.sequenceNr()).isEqualTo(17);
    assertThat(read.eventId()).isEqualTo(FIRST);
    assertThat(read.storedAtMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(codec.deserialize(read.event())).isEqualTo(Note.of("лот/17", "bid 💎"));
    assertThat(codec.deserialize(Objects.requireNonNull(read.meta()))).isEqualTo(Reason.UNWANTED);
    assertThat(serializer.toBinary(read)).isEqualTo(bytes);
    assertThat(codec.serialize(Note.of("лот/17", "bid 💎"))).isEqualTo(read.event());
    assertThat(serializer.identifier()).isEqualTo(1_096_000);
    assertThat(read.event().serializerId()).isEqualTo(1_096_001);
  }

  @Test
  void readsAndWritesASnapshotOfVersion1() throws IOException {
    byte[] bytes = file("snapshot-1.bin");

    Object read = serializer.fromBinary(bytes, "snapshot:1");

    assertThat(read)
        .isEqualTo(
            new LogSnapshot(
                List.of(
                    new AcceptedId(1, FIRST, 0x0123_4567_89AB_CDEFL),
                    new AcceptedId(2, SECOND, -1))));
    assertThat(serializer.toBinary(read)).isEqualTo(bytes);
  }

  @Test
  void knowsARepeatedEventByTheFingerprintOfVersion1() throws IOException {
    StoredRecord read = (StoredRecord) serializer.fromBinary(file("event-1.bin"), "event:1");

    assertThat(read.event().fingerprint()).isEqualTo(FINGERPRINT);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/stored/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}
