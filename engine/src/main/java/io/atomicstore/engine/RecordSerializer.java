package io.atomicstore.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.jackson.JacksonObjectMapperProvider;

/**
 * Writes records and enums as CBOR by Jackson, without a binding: what an application's events are
 * stored as unless it binds a serializer to them. The manifest is the name of the class.
 *
 * <p>Only records and enums are made from bytes, by their canonical constructors: a manifest that
 * names another class is refused. The object mapper is that of {@code
 * pekko.serialization.jackson.jackson-cbor}; its compression and migrations do not apply.
 */
final class RecordSerializer extends SerializerWithStringManifest {

  /** Stored with every value; must never change. */
  private static final int IDENTIFIER = 1_096_001;

  private final ExtendedActorSystem system;

  // Not made in the constructor: the mapper needs an actor system that has started.
  private volatile @org.jspecify.annotations.Nullable ObjectMapper mapper;

  RecordSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  static boolean handles(Class<?> valueClass) {
    return valueClass.isRecord() || Enum.class.isAssignableFrom(valueClass);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return value instanceof Enum<?> constant
        ? constant.getDeclaringClass().getName()
        : value.getClass().getName();
  }

  @Override
  public byte[] toBinary(Object value) {
    try {
      return mapper().writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      Class<?> valueClass = system.dynamicAccess().classLoader().loadClass(manifest);
      if (!handles(valueClass)) {
        throw new NotSerializableException(
            "expected the name of a record or an enum as manifest, found '" + manifest + "'");
      }
      return mapper().readValue(bytes, valueClass);
    } catch (ClassNotFoundException | IOException e) {
      NotSerializableException exception =
          new NotSerializableException("value of class '" + manifest + "' could not be read: " + e);
      exception.initCause(e);
      throw exception;
    }
  }

  private ObjectMapper mapper() {
    ObjectMapper made = mapper;
    if (made == null) {
      made = JacksonObjectMapperProvider.get(system).getOrCreate("jackson-cbor", Optional.empty());
      mapper = made;
    }
    return made;
  }
}
