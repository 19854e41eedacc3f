package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.JSerializer;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The application's values as bytes: by its own serializers first, else as records. */
final class ValueCodecTest {

  /** A record of many kinds of components. */
  record Bid(
      UUID id,
      Instant at,
      BigDecimal amount,
      List<Note> notes,
      Map<String, Integer> counts,
      Reason reason,
      @Nullable String comment) {}

  enum Shade {
    DARK {
      @Override
      int depth() {
        return 2;
      }
    };

    abstract int depth();
  }

  /** A record that its application has bound a serializer to. */
  record Bound(String text) {}

  /** No record, and bound to nothing. */
  static final class Unbound {}

  record Holder(Object value) {}

  static final List<Object> VALUES =
      List.of(
          new Bid(
              new UUID(1, 2),
              Instant.ofEpochSecond(1_700_000_000, 123_456_789),
              new BigDecimal("12.50"),
              List.of(Note.of("a", "b")),
              Map.of("x", 1),
              Reason.UNWANTED,
              null),
          Reason.TIMED_OUT,
          Shade.DARK,
          "a text",
          17L,
          42);

  private ActorSystem system;
  private ValueCodec codec;

  @BeforeEach
  void startSystem() {
    system =
        ActorSystem.create(
            "test",
            ConfigFactory.parseMap(
                    Map.of(
                        "pekko.actor.serializers.of-bound",
                        BoundSerializer.class.getName(),
                        "pekko.actor.serialization-bindings",
                        Map.of("\"" + Bound.class.getName() + "\"", "of-bound")))
                .withFallback(ConfigFactory.load()));
    codec = new ValueCodec((ExtendedActorSystem) system);
  }

  @AfterEach
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @ParameterizedTest
  @FieldSource("VALUES")
  void givesBackWhatItWrote(Object value) throws NotSerializableException {
    SerializedValue serialized = codec.serialize(value);

    assertThat(codec.deserialize(serialized)).isEqualTo(value);
  }

  @Test
  void letsTheSerializerThatTheApplicationBindsWin() throws NotSerializableException {
    SerializedValue serialized = codec.serialize(new Bound("mine"));

    assertThat(serialized.serializerId()).isEqualTo(BoundSerializer.IDENTIFIER);
    assertThat(codec.deserialize(serialized)).isEqualTo(new Bound("mine"));
  }

  @Test
  void refusesWhatIsNeitherBoundNorARecord() {
    assertThatThrownBy(() -> codec.serialize(new Unbound()))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("Unbound");
  }

  @Test
  void neverWritesByJavaSerializationWhatCouldBe() {
    java.util.ArrayList<String> serializable = new java.util.ArrayList<>(List.of("x"));

    assertThatThrownBy(() -> codec.serialize(serializable))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void refusesARecordThatHoldsWhatCannotBeWritten() {
    Object itself = new Object[1];
    ((Object[]) itself)[0] = itself;

    assertThatThrownBy(() -> codec.serialize(new Holder(itself)))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("Holder");
  }

  @Test
  void readsNothingButRecordsAndEnumsByTheirName() throws NotSerializableException {
    RecordSerializer serializer = new RecordSerializer((ExtendedActorSystem) system);
    byte[] bytes = serializer.toBinary(Note.of("a", "b"));

    for (String manifest :
        List.of(
            "java.util.ArrayList",
            "java.lang.Runtime",
            "io.atomicstore.engine.EventLogActor",
            "")) {
      assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("'" + manifest + "'");
    }
    assertThat(serializer.fromBinary(bytes, Note.class.getName())).isEqualTo(Note.of("a", "b"));
  }

  @Test
  void saysThatBytesCannotBeReadOrTheirSerializerIsNotKnown() throws NotSerializableException {
    SerializedValue note = codec.serialize(Note.of("a", "b"));
    SerializedValue damaged =
        new SerializedValue(note.serializerId(), note.manifest(), new byte[] {-1, 2});
    SerializedValue foreign = new SerializedValue(77_777, note.manifest(), note.payload());

    assertThatThrownBy(() -> codec.deserialize(damaged))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(Note.class.getName());
    assertThatThrownBy(() -> codec.deserialize(foreign))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("77777");
  }

  @Test
  void hasJavaSerializationOff() throws NotSerializableException {
    assertThat(SerializationExtension.get(system).serializerFor(java.util.ArrayList.class))
        .isInstanceOf(org.apache.pekko.serialization.DisabledJavaSerializer.class);
  }

  /** What an application binds. */
  static final class BoundSerializer extends JSerializer {

    static final int IDENTIFIER = 88_888;

    @Override
    public int identifier() {
      return IDENTIFIER;
    }

    @Override
    public boolean includeManifest() {
      return false;
    }

    @Override
    public byte[] toBinary(Object value) {
      return ((Bound) value).text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
      return new Bound(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
