package io.atomicstore.engine;

import java.io.NotSerializableException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.JavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serialization$;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;

/**
 * Turns the application's values into bytes and back, by Pekko Serialization. Records and enums
 * that nobody bound a serializer to are written by {@link RecordSerializer}. Usable from any
 * thread.
 */
final class ValueCodec {

  private final ExtendedActorSystem system;
  private final Serialization serialization;
  private final Serializer recordSerializer;
  private final ConcurrentMap<Class<?>, Serializer> serializers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Class<?>, Boolean> readable = new ConcurrentHashMap<>();

  ValueCodec(ExtendedActorSystem system) {
    this.serialization = SerializationExtension.get(system);
    this.recordSerializer = new RecordSerializer(system);
    this.system = system;
  }

  /**
   * @throws NotSerializableException if nothing is bound to the value's class, or its serializer
   *     fails
   */
  SerializedValue serialize(Object value) throws NotSerializableException {
    Serializer serializer = serializerFor(value.getClass());
    String manifest = Serializers.manifestFor(serializer, value);
    return new SerializedValue(serializer.identifier(), manifest, toBinary(serializer, value));
  }

  /**
   * As {@link #serialize}, for a value that will be stored: what can be written but not read again,
   * such as a record with a component of an interface type, is refused, since its log could never
   * be opened again. Values that {@link RecordSerializer} writes are read back each time, those of
   * bound serializers once for each class.
   */
  SerializedValue serializeToStore(Object value) throws NotSerializableException {
    SerializedValue serialized = serialize(value);
    boolean isNewClass = readable.putIfAbsent(value.getClass(), true) == null;
    if (isNewClass || serialized.serializerId() == recordSerializer.identifier()) {
      try {
        deserialize(serialized);
      } catch (NotSerializableException e) {
        readable.remove(value.getClass());
        throw e;
      }
    }
    return serialized;
  }

  private byte[] toBinary(Serializer serializer, Object value) throws NotSerializableException {
    try {
      // Values that hold actor references need to know this system's address.
      return Serialization$.MODULE$.withTransportInformation(
          system, () -> serializer.toBinary(value));
    } catch (RuntimeException e) {
      throw notSerializable(value.getClass() + " could not be serialized: " + e, e);
    }
  }

  private Serializer serializerFor(Class<?> valueClass) throws NotSerializableException {
    Serializer known = serializers.get(valueClass);
    if (known == null) {
      known = findSerializer(valueClass);
      serializers.put(valueClass, known);
    }
    return known;
  }

  private Serializer findSerializer(Class<?> valueClass) throws NotSerializableException {
    if (isBound(valueClass)) {
      return serialization.serializerFor(valueClass);
    }
    if (RecordSerializer.handles(valueClass)) {
      return recordSerializer;
    }
    throw new NotSerializableException(
        "no serializer but Java's, which is not used, is bound to "
            + valueClass
            + ", and it is neither a record nor an enum");
  }

  /** Whether a serializer other than Java's is bound to the class. */
  private boolean isBound(Class<?> valueClass) {
    return CollectionConverters.asJava(serialization.bindings()).stream()
        .anyMatch(
            binding ->
                binding._1().isAssignableFrom(valueClass)
                    && !(binding._2() instanceof JavaSerializer)
                    && !(binding._2() instanceof DisabledJavaSerializer));
  }

  /**
   * @throws NotSerializableException if the bytes can't be read, or their serializer is not known
   */
  Object deserialize(SerializedValue value) throws NotSerializableException {
    Try<Object> read =
        serialization.deserialize(value.payload(), value.serializerId(), value.manifest());
    if (read instanceof Success<Object> success) {
      return success.get();
    }
    Throwable cause = ((Failure<Object>) read).exception();
    throw notSerializable(
        "value of serializer "
            + value.serializerId()
            + " and manifest '"
            + value.manifest()
            + "' could not be read: "
            + cause,
        cause);
  }

  private static NotSerializableException notSerializable(String message, Throwable cause) {
    NotSerializableException exception = new NotSerializableException(message);
    exception.initCause(cause);
    return exception;
  }
}
