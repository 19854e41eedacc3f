package io.atomicstore.client;

/**
 * How an application's events are written as bytes, and read again. Must read whatever it, and all
 * its earlier versions, wrote. Called from many threads.
 *
 * <p>With Jackson, which this client does not bring along:
 *
 * <pre>{@code
 * ObjectMapper mapper = new ObjectMapper();
 * EventFormat<Bid> format = EventFormat.of(
 *     "bid-placed", "application/json",
 *     mapper::writeValueAsBytes, bytes -> mapper.readValue(bytes, Bid.class));
 * }</pre>
 *
 * <p>An application with several types of events implements this interface and looks at {@link
 * EncodedEvent#type} when it reads.
 *
 * @param <E> the application's events
 */
public interface EventFormat<E> {

  /**
   * Writes a value as bytes.
   *
   * @param <T> the values
   */
  @FunctionalInterface
  interface Writer<T> {

    /** The bytes of {@code value}. */
    byte[] write(T value) throws Exception;
  }

  /**
   * Reads what a {@link Writer} wrote.
   *
   * @param <T> the values
   */
  @FunctionalInterface
  interface Reader<T> {

    /** The value of {@code bytes}. */
    T read(byte[] bytes) throws Exception;
  }

  /** The event as it is to be stored. What this throws is what the submission fails with. */
  EncodedEvent write(E event) throws Exception;

  /** The event that was stored. What this throws rejects the event under consideration. */
  E read(EncodedEvent encoded) throws Exception;

  /** Texts of one type, in UTF-8. */
  static EventFormat<String> text(String type) {
    return new EventFormat<>() {
      @Override
      public EncodedEvent write(String event) {
        return EncodedEvent.of(type, Payload.text(event));
      }

      @Override
      public String read(EncodedEvent encoded) {
        return encoded.payload().toText();
      }
    };
  }

  /** Events that are their bytes already. */
  static EventFormat<EncodedEvent> raw() {
    return new EventFormat<>() {
      @Override
      public EncodedEvent write(EncodedEvent event) {
        return event;
      }

      @Override
      public EncodedEvent read(EncodedEvent encoded) {
        return encoded;
      }
    };
  }

  /** Events of one type, without metadata. */
  static <E> EventFormat<E> of(
      String type, String contentType, Writer<E> writer, Reader<E> reader) {
    return new EventFormat<>() {
      @Override
      public EncodedEvent write(E event) throws Exception {
        return EncodedEvent.of(type, Payload.of(contentType, writer.write(event)));
      }

      @Override
      public E read(EncodedEvent encoded) throws Exception {
        return reader.read(encoded.payload().toBytes());
      }
    };
  }
}
