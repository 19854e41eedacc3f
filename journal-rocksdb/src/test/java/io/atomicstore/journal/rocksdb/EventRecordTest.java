package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EventRecordTest {

  private final byte[] key = new EventKey("Лот/1", 7).toBytes();

  @Test
  void givesBackAllThatItWasGiven() {
    byte[] value = sealed();

    StoredEvent event = EventRecord.decode(key, value);

    assertThat(event.key()).isEqualTo(new EventKey("Лот/1", 7));
    assertThat(event.ordering()).isEqualTo(42);
    assertThat(event.timestamp()).isEqualTo(1_700_000_000_000L);
    assertThat(event.eventManifest()).isEqualTo("adapted");
    assertThat(event.writerUuid()).isEqualTo("uuid");
    assertThat(event.tags()).containsExactly("watch", "ü");
    assertThat(event.payload().serializerId()).isEqualTo(-3);
    assertThat(event.payload().manifest()).isEqualTo("Bid");
    assertThat(event.payload().toBytes()).isEqualTo("bid".getBytes(UTF_8));
    assertThat(event.metadata())
        .isNotNull()
        .satisfies(metadata -> assertThat(metadata.toBytes()).isEqualTo("meta".getBytes(UTF_8)));
  }

  @Test
  void noticesEveryBitThatIsFlipped() {
    byte[] value = sealed();

    for (int bit = 0; bit < 8 * value.length; bit++) {
      byte[] flipped = value.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> EventRecord.decode(key, flipped))
          .as("bit %d", bit)
          .isInstanceOf(CorruptRecordException.class);
    }
  }

  @Test
  void noticesEveryLengthAtWhichItIsCutOff() {
    byte[] value = sealed();

    for (int length = 0; length < value.length; length++) {
      byte[] cutOff = java.util.Arrays.copyOf(value, length);
      assertThatThrownBy(() -> EventRecord.decode(key, cutOff))
          .as("%d bytes", length)
          .isInstanceOf(CorruptRecordException.class);
    }
  }

  @Test
  void refusesAnIdThatSharesItsBytesWithAnother() {
    assertThatThrownBy(() -> EventKey.prefixOf("\uD800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
    assertThat(EventKey.parse(new EventKey("?", 1).toBytes())).isEqualTo(new EventKey("?", 1));
  }

  private byte[] sealed() {
    EventRecord.Parts parts = new EventRecord.Parts();
    parts.timestamp = 1_700_000_000_000L;
    parts.serializerId = -3;
    parts.manifest = "Bid".getBytes(UTF_8);
    parts.eventManifest = "adapted".getBytes(UTF_8);
    parts.writerUuid = "uuid".getBytes(UTF_8);
    parts.tags = List.of("watch".getBytes(UTF_8), "ü".getBytes(UTF_8));
    parts.payload = "bid".getBytes(UTF_8);
    parts.metadata = "meta".getBytes(UTF_8);
    byte[] value = EventRecord.encode(parts);
    EventRecord.seal(key, value, 42);
    return value;
  }
}
