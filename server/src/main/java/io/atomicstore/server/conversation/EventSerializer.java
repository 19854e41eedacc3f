package io.atomicstore.server.conversation;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.proto.EventRecord;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Writes events and metas as they are stored and sent between nodes, in Protobuf; the form is
 * described in {@code docs/formats/server.md}.
 */
final class EventSerializer extends SerializerWithStringManifest {

  /** Stored with every value, and never changed. */
  private static final int IDENTIFIER = 1096002;

  private static final String EVENT_1 = "event:1";
  private static final String META_1 = "meta:1";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return value instanceof Event ? EVENT_1 : META_1;
  }

  @Override
  public byte[] toBinary(Object value) {
    if (value instanceof Event event) {
      return bytes(
          EventRecord.newBuilder()
              .setScopeId(event.scopeId().value())
              .setHeader(event.header())
              .setPayload(event.payload())
              .build());
    } else if (value instanceof Meta meta) {
      return bytes(meta);
    }
    throw new IllegalArgumentException("expected an event or a meta, found " + value.getClass());
  }

  /** Equal values are equal bytes: metadata are written in the order of their keys. */
  private static byte[] bytes(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array can't fail to be written", e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case EVENT_1 -> {
          EventRecord event = EventRecord.parseFrom(bytes);
          yield new Event(new ScopeId(event.getScopeId()), event.getHeader(), event.getPayload());
        }
        case META_1 -> Meta.parseFrom(bytes);
        default ->
            throw new NotSerializableException(
                "expected '" + EVENT_1 + "' or '" + META_1 + "', found '" + manifest + "'");
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      NotSerializableException failure =
          new NotSerializableException("a stored value of '" + manifest + "' can't be read: " + e);
      failure.initCause(e);
      throw failure;
    }
  }
}
