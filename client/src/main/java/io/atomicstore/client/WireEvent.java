package io.atomicstore.client;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.EventHeader;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent, which becomes the application's when that asks for it: never on a thread
 * of the transport.
 */
final class WireEvent<E> {

  private final EventFormat<E> format;
  private final EventHeader header;
  private final ByteString bytes;

  /** Read at most once by each thread that looks; all find equal events. */
  private @Nullable E value;

  private WireEvent(
      EventFormat<E> format, EventHeader header, ByteString bytes, @Nullable E value) {
    this.format = format;
    this.header = header;
    this.bytes = bytes;
    this.value = value;
  }

  /** An event of this process. Throws what the application's format throws. */
  static <E> WireEvent<E> written(EventFormat<E> format, E event) throws Exception {
    EncodedEvent encoded = format.write(event);
    EventHeader header =
        EventHeader.newBuilder()
            .setType(encoded.type())
            .setContentType(encoded.payload().contentType())
            .putAllMetadata(encoded.metadata())
            .build();
    return new WireEvent<>(format, header, encoded.payload().bytes(), event);
  }

  /** An event that came from the store. */
  static <E> WireEvent<E> received(EventFormat<E> format, EventHeader header, ByteString bytes) {
    return new WireEvent<>(format, header, bytes, null);
  }

  EventHeader header() {
    return header;
  }

  ByteString bytes() {
    return bytes;
  }

  /** The size of the event on its way, with its header. */
  int sizeBytes() {
    return bytes.size() + header.getSerializedSize();
  }

  /**
   * The application's event.
   *
   * @throws UnreadableException if its format can't read it
   */
  E value() {
    E known = value;
    if (known == null) {
      known = read();
      value = known;
    }
    return known;
  }

  private E read() {
    try {
      return format.read(
          new EncodedEvent(
              header.getType(),
              Payload.of(header.getContentType(), bytes),
              header.getMetadataMap()));
    } catch (Exception e) {
      throw new UnreadableException(
          "an event of type '"
              + header.getType()
              + "' and "
              + bytes.size()
              + " bytes can't be read",
          e);
    }
  }
}
