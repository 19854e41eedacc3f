package io.atomicstore.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import java.io.NotSerializableException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class EventSerializerTest {

  /** What the first version wrote. */
  private static final String EVENT_1 =
      "0a066c6f742d3137"
          + "122ca2060a6269642d706c61636564aa060a746578742f706c61696e"
          + "b206060a0161120131b206060a0162120132"
          + "1a03313230";

  private static final String META_1 = "a206046d657461aa060a746578742f706c61696e";

  private final EventSerializer serializer = new EventSerializer();

  private static Event event(String... keys) {
    EventHeader.Builder header =
        EventHeader.newBuilder().setType("bid-placed").setContentType("text/plain");
    for (String key : keys) {
      header.putMetadata(key, key.equals("a") ? "1" : "2");
    }
    return new Event(new ScopeId("lot-17"), header.build(), ByteString.copyFromUtf8("120"));
  }

  private static final Meta META =
      Meta.newBuilder()
          .setValue(ByteString.copyFromUtf8("meta"))
          .setContentType("text/plain")
          .build();

  @Test
  void writesAndReadsTheFirstVersion() throws Exception {
    assertThat(serializer.manifest(event("a", "b"))).isEqualTo("event:1");
    assertThat(hex(event("a", "b"))).isEqualTo(EVENT_1);
    assertThat(serializer.fromBinary(HexFormat.of().parseHex(EVENT_1), "event:1"))
        .isEqualTo(event("a", "b"));
    assertThat(serializer.manifest(META)).isEqualTo("meta:1");
    assertThat(hex(META)).isEqualTo(META_1);
    assertThat(serializer.fromBinary(HexFormat.of().parseHex(META_1), "meta:1")).isEqualTo(META);
    assertThat(serializer.identifier()).isEqualTo(1096002);
  }

  private String hex(Object value) {
    return HexFormat.of().formatHex(serializer.toBinary(value));
  }

  @Test
  void writesEqualHeadersAsEqualBytes() {
    assertThat(serializer.toBinary(event("b", "a")))
        .isEqualTo(serializer.toBinary(event("a", "b")));
  }

  @Test
  void readsNothingThatItDidNotWrite() {
    assertUnreadable("event:2", EVENT_1, "expected 'event:1' or 'meta:1', found 'event:2'");
    assertUnreadable("event:1", EVENT_1.substring(0, 20), "can't be read");
    assertUnreadable("event:1", "", "scope must be 1 to 255 bytes");
  }

  private void assertUnreadable(String manifest, String hex, String message) {
    assertThatThrownBy(() -> serializer.fromBinary(HexFormat.of().parseHex(hex), manifest))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(message);
  }
}
