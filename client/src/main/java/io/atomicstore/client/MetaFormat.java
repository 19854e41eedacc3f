package io.atomicstore.client;

/**
 * How what an application's validators pass on to results is written as bytes, and read again. That
 * of an accepted event is stored with it, and so must stay readable. Together with the reason it
 * may have 32 KiB: a decision with more rejects the event. Called from many threads.
 *
 * @param <M> what is passed on
 */
public interface MetaFormat<M> {

  /** What is passed on, as bytes. */
  Payload write(M meta) throws Exception;

  /** What was written as {@code payload}. */
  M read(Payload payload) throws Exception;

  /** Texts, in UTF-8. */
  static MetaFormat<String> text() {
    return new MetaFormat<>() {
      @Override
      public Payload write(String meta) {
        return Payload.text(meta);
      }

      @Override
      public String read(Payload payload) {
        return payload.toText();
      }
    };
  }

  /** Values that one pair of functions writes and reads. */
  static <M> MetaFormat<M> of(
      String contentType, EventFormat.Writer<M> writer, EventFormat.Reader<M> reader) {
    return new MetaFormat<>() {
      @Override
      public Payload write(M meta) throws Exception {
        return Payload.of(contentType, writer.write(meta));
      }

      @Override
      public M read(Payload payload) throws Exception {
        return reader.read(payload.toBytes());
      }
    };
  }
}
