package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.atomicstore.core.EventId;
import io.atomicstore.engine.proto.StoredEventRecord;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The encoder writes what Protobuf reads. */
final class StoredRecordEncoderTest {

  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void writesEveryFieldAsProtobufReadsIt() throws InvalidProtocolBufferException {
    for (int bytes : new int[] {0, 1, 127, 128, 256, 20_000}) {
      EventId eventId = EventId.of(1_000_000L + bytes, random);
      SerializedValue event = value("io.example.Ωvent", bytes);
      SerializedValue meta = value("", 3);
      StoredRecord.Place place = new StoredRecord.Place(bytes > 127, bytes);
      StoredRecord stored =
          new StoredRecord(
              bytes + 1, eventId, 1_700_000_000_000L, event, meta, bytes - 5L, place, bytes > 1);

      StoredEventRecord read = StoredEventRecord.parseFrom(StoredRecordEncoder.encode(stored));

      assertThat(read.getSequenceNr()).isEqualTo(bytes + 1);
      assertThat(read.getEventId().getHigh()).isEqualTo(eventId.value().getMostSignificantBits());
      assertThat(read.getEventId().getLow()).isEqualTo(eventId.value().getLeastSignificantBits());
      assertThat(read.getStoredAtMillis()).isEqualTo(1_700_000_000_000L);
      assertThat(read.getEvent()).isEqualTo(event.toProto());
      assertThat(read.getMeta()).isEqualTo(meta.toProto());
      assertThat(read.getLogHash()).isEqualTo(bytes - 5L);
      assertThat(read.getFollowingEvents()).isEqualTo(bytes);
      assertThat(read.getIsFollowing()).isEqualTo(bytes > 127);
      assertThat(read.getSealsLog()).isEqualTo(bytes > 1);
      assertThat(read.getUnknownFields().asMap()).isEmpty();
    }
  }

  @Test
  void leavesOutMetaThatIsNotThere() throws InvalidProtocolBufferException {
    StoredRecord stored =
        new StoredRecord(
            1, EventId.of(1, random), 5, value("m", 10), null, 7, StoredRecord.Place.ALONE, false);

    StoredEventRecord read = StoredEventRecord.parseFrom(StoredRecordEncoder.encode(stored));

    assertThat(read.hasMeta()).isFalse();
    assertThat(read.getEvent().getPayload())
        .isEqualTo(ByteString.copyFrom(stored.event().payload()));
  }

  private SerializedValue value(String manifest, int bytes) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return new SerializedValue(1_096_001, manifest, payload);
  }
}
