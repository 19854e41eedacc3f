package io.atomicstore.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.atomicstore.engine.proto.Value;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A value of the application as bytes, with what Pekko Serialization needs to read them again. */
record SerializedValue(int serializerId, String manifest, ByteString payload) {

  static SerializedValue of(Value value) {
    return new SerializedValue(value.getSerializerId(), value.getManifest(), value.getPayload());
  }

  static SerializedValue of(int serializerId, String manifest, byte[] payload) {
    return new SerializedValue(serializerId, manifest, UnsafeByteOperations.unsafeWrap(payload));
  }

  Value toProto() {
    return Value.newBuilder()
        .setSerializerId(serializerId)
        .setManifest(manifest)
        .setPayload(payload)
        .build();
  }

  int sizeBytes() {
    return payload.size();
  }

  /**
   * Tells these bytes from others: CRC-32C above, CRC-32 below. It finds mistakes, not forgeries;
   * both are single instructions to the processor.
   */
  long fingerprint() {
    CRC32C high = new CRC32C();
    CRC32 low = new CRC32();
    var buffer = payload.asReadOnlyByteBuffer();
    high.update(buffer);
    low.update(buffer.rewind());
    return high.getValue() << 32 | low.getValue();
  }
}
