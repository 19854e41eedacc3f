package io.atomicstore.engine;

import com.google.protobuf.UnsafeByteOperations;
import io.atomicstore.engine.proto.Value;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of the application as bytes, with what Pekko Serialization needs to read them again. Its
 * bytes are never changed.
 */
final class SerializedValue {

  private final int serializerId;
  private final String manifest;
  private final byte[] payload;

  /** The bytes are not copied, and must not be changed any more. */
  SerializedValue(int serializerId, String manifest, byte[] payload) {
    this.serializerId = serializerId;
    this.manifest = manifest;
    this.payload = payload;
  }

  static SerializedValue of(Value value) {
    return new SerializedValue(
        value.getSerializerId(), value.getManifest(), value.getPayload().toByteArray());
  }

  Value toProto() {
    return Value.newBuilder()
        .setSerializerId(serializerId)
        .setManifest(manifest)
        .setPayload(UnsafeByteOperations.unsafeWrap(payload))
        .build();
  }

  int serializerId() {
    return serializerId;
  }

  String manifest() {
    return manifest;
  }

  byte[] payload() {
    return payload;
  }

  int sizeBytes() {
    return payload.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SerializedValue that
        && serializerId == that.serializerId
        && manifest.equals(that.manifest)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(serializerId, manifest) + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return payload.length
        + " bytes of serializer "
        + serializerId
        + ", manifest '"
        + manifest
        + "'";
  }
}
