package io.atomicstore.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.util.ByteString;

/** Writes JSON documents. */
final class Json {

  /** Takes UTF-8 alone for JSON, as RFC 8259 does. */
  static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  /** Writes the members of an object. */
  @FunctionalInterface
  interface Members {

    Members NONE = json -> {};

    void writeTo(JsonGenerator json) throws IOException;

    default Members and(Members others) {
      return json -> {
        writeTo(json);
        others.writeTo(json);
      };
    }
  }

  private Json() {}

  /** An object on one line, which it ends. */
  static ByteString line(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("a document in memory can't be written", e);
    }
    return ByteString.fromArrayUnsafe(bytes.toByteArray());
  }
}
