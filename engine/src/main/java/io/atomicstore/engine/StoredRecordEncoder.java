package io.atomicstore.engine;

import com.google.protobuf.CodedOutputStream;
import io.atomicstore.engine.proto.StoredEventRecord;
import io.atomicstore.engine.proto.Uuid;
import io.atomicstore.engine.proto.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stored event in the form of the Protobuf message {@link StoredEventRecord}, without
 * making the message: every event stored passes here.
 */
final class StoredRecordEncoder {

  /** Two fields of a tag byte and 8 bytes. */
  private static final int UUID_BYTES = 18;

  private StoredRecordEncoder() {}

  static byte[] encode(StoredRecord event) {
    int eventBytes = valueBytes(event.event());
    SerializedValue meta = event.meta();
    int metaBytes = meta == null ? 0 : valueBytes(meta);
    int size =
        CodedOutputStream.computeInt64Size(
                StoredEventRecord.SEQUENCE_NR_FIELD_NUMBER, event.sequenceNr())
            + nestedBytes(StoredEventRecord.EVENT_ID_FIELD_NUMBER, UUID_BYTES)
            + CodedOutputStream.computeInt64Size(
                StoredEventRecord.STORED_AT_MILLIS_FIELD_NUMBER, event.storedAtMillis())
            + nestedBytes(StoredEventRecord.EVENT_FIELD_NUMBER, eventBytes)
            + (meta == null ? 0 : nestedBytes(StoredEventRecord.META_FIELD_NUMBER, metaBytes))
            + placeBytes(event);
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(StoredEventRecord.SEQUENCE_NR_FIELD_NUMBER, event.sequenceNr());
      write(out, event.eventId().value());
      out.writeInt64(StoredEventRecord.STORED_AT_MILLIS_FIELD_NUMBER, event.storedAtMillis());
      write(out, StoredEventRecord.EVENT_FIELD_NUMBER, event.event(), eventBytes);
      write(out, StoredEventRecord.META_FIELD_NUMBER, meta, metaBytes);
      writePlace(out, event);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /** Of what is left out where it has its default. */
  private static int placeBytes(StoredRecord event) {
    int following = event.place().following();
    return CodedOutputStream.computeFixed64Size(
            StoredEventRecord.LOG_HASH_FIELD_NUMBER, event.logHash())
        + (following == 0
            ? 0
            : CodedOutputStream.computeInt32Size(
                StoredEventRecord.FOLLOWING_EVENTS_FIELD_NUMBER, following))
        + (event.isFirst()
            ? 0
            : CodedOutputStream.computeBoolSize(StoredEventRecord.IS_FOLLOWING_FIELD_NUMBER, true))
        + (event.sealsLog()
            ? CodedOutputStream.computeBoolSize(StoredEventRecord.SEALS_LOG_FIELD_NUMBER, true)
            : 0);
  }

  private static int valueBytes(SerializedValue value) {
    return CodedOutputStream.computeInt32Size(
            Value.SERIALIZER_ID_FIELD_NUMBER, value.serializerId())
        + CodedOutputStream.computeStringSize(Value.MANIFEST_FIELD_NUMBER, value.manifest())
        + CodedOutputStream.computeByteArraySize(Value.PAYLOAD_FIELD_NUMBER, value.payload());
  }

  private static int nestedBytes(int fieldNumber, int bytes) {
    return CodedOutputStream.computeTagSize(fieldNumber)
        + CodedOutputStream.computeUInt32SizeNoTag(bytes)
        + bytes;
  }

  private static void writePlace(CodedOutputStream out, StoredRecord event) throws IOException {
    out.writeFixed64(StoredEventRecord.LOG_HASH_FIELD_NUMBER, event.logHash());
    if (event.place().following() > 0) {
      out.writeInt32(StoredEventRecord.FOLLOWING_EVENTS_FIELD_NUMBER, event.place().following());
    }
    if (!event.isFirst()) {
      out.writeBool(StoredEventRecord.IS_FOLLOWING_FIELD_NUMBER, true);
    }
    if (event.sealsLog()) {
      out.writeBool(StoredEventRecord.SEALS_LOG_FIELD_NUMBER, true);
    }
  }

  private static void write(CodedOutputStream out, UUID uuid) throws IOException {
    writeNested(out, StoredEventRecord.EVENT_ID_FIELD_NUMBER, UUID_BYTES);
    out.writeFixed64(Uuid.HIGH_FIELD_NUMBER, uuid.getMostSignificantBits());
    out.writeFixed64(Uuid.LOW_FIELD_NUMBER, uuid.getLeastSignificantBits());
  }

  private static void write(
      CodedOutputStream out, int fieldNumber, @Nullable SerializedValue value, int bytes)
      throws IOException {
    if (value != null) {
      writeNested(out, fieldNumber, bytes);
      out.writeInt32(Value.SERIALIZER_ID_FIELD_NUMBER, value.serializerId());
      out.writeString(Value.MANIFEST_FIELD_NUMBER, value.manifest());
      out.writeByteArray(Value.PAYLOAD_FIELD_NUMBER, value.payload());
    }
  }

  private static void writeNested(CodedOutputStream out, int fieldNumber, int bytes)
      throws IOException {
    out.writeTag(fieldNumber, com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(bytes);
  }
}
