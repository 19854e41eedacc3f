package io.atomicstore.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * Stores an {@link IdentifiedText}. Pekko makes it by reflection, from its name.
 *
 * <pre>
 *   manifest "i"   | id, 16 bytes | text, UTF-8 |
 *   manifest "t"   | text, UTF-8 |                 without an id
 * </pre>
 */
final class IdentifiedTextSerializer extends SerializerWithStringManifest {

  private static final String WITH_ID = "i";
  private static final String WITHOUT_ID = "t";

  @Override
  public int identifier() {
    return 1_096_900;
  }

  @Override
  public String manifest(Object event) {
    return ((IdentifiedText) event).indexedId() == null ? WITHOUT_ID : WITH_ID;
  }

  @Override
  public byte[] toBinary(Object event) {
    byte[] text = ((IdentifiedText) event).text().getBytes(UTF_8);
    UUID id = ((IdentifiedText) event).indexedId();
    return id == null
        ? text
        : ByteBuffer.allocate(16 + text.length)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .put(text)
            .array();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    @Nullable UUID id =
        switch (manifest) {
          case WITH_ID -> new UUID(rest.getLong(), rest.getLong());
          case WITHOUT_ID -> null;
          default -> throw new NotSerializableException("unknown manifest '" + manifest + "'");
        };
    return new IdentifiedText(id, UTF_8.decode(rest).toString());
  }
}
