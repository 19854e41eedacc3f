package io.atomicstore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.conversation.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads several events from one document.
 *
 * <pre>
 *   {"events": [
 *     {"type": "…", "contentType": "…", "metadata": {"…": "…"}, "data": any},
 *     {"contentType": "…", "dataBase64": "…"}
 *   ]}
 * </pre>
 *
 * An event has {@code data} or {@code dataBase64}, the rest may be left out. With {@code data} the
 * content type is {@code application/json} if it is left out, and must be JSON or text; text has a
 * string as its data.
 */
record EventsDocument(EdgeLimits limits, ScopeId scopeId) {

  private static final String WHOLE = "a document {\"events\": [{…}, …]}";

  /** An event as far as it was read. */
  private static final class Draft {
    private final EventHeader.Builder header = EventHeader.newBuilder();
    private @Nullable ByteString json;
    private @Nullable String text;
    private @Nullable ByteString bytes;
  }

  List<Event> read(byte[] document) {
    List<Event> events = new ArrayList<>();
    try (JsonParser parser = Json.FACTORY.createParser(document)) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, WHOLE, parser);
      expect("events".equals(parser.nextFieldName()), WHOLE, parser);
      expect(parser.nextToken() == JsonToken.START_ARRAY, WHOLE, parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "an event {…}", parser);
        events.add(event(parser));
        if (events.size() > limits.submissionEventsMax()) {
          throw Problem.of(
                  ProblemType.TOO_LARGE,
                  "expected at most " + limits.submissionEventsMax() + " events, found more")
              .asException();
        }
      }
      expect(parser.nextToken() == JsonToken.END_OBJECT, "nothing behind the events", parser);
      expect(parser.nextToken() == null, "nothing behind the document", parser);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("expected " + WHOLE + ", found no JSON: " + e.getOriginalMessage())
          .asException();
    } catch (IOException e) {
      throw new UncheckedIOException("a document in memory can't be read", e);
    }
    if (events.isEmpty()) {
      throw Problem.badRequest("expected at least one event, found none").asException();
    }
    return events;
  }

  private static void expect(boolean isAsExpected, String expected, JsonParser parser)
      throws IOException {
    if (!isAsExpected) {
      JsonToken token = parser.currentToken();
      String found =
          token == JsonToken.FIELD_NAME ? "member '" + parser.currentName() + "'" : "" + token;
      throw Problem.badRequest(
              "expected %s, found %s at byte %d"
                  .formatted(expected, found, parser.currentTokenLocation().getByteOffset()))
          .asException();
    }
  }

  private Event event(JsonParser parser) throws IOException {
    Draft draft = new Draft();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "type" -> draft.header.setType(string(parser));
        case "contentType" -> draft.header.setContentType(string(parser));
        case "metadata" -> readMetadata(parser, draft.header);
        case "data" -> readData(parser, draft);
        case "dataBase64" -> draft.bytes = ByteString.copyFrom(base64(parser));
        default ->
            throw Problem.badRequest(
                    "expected type, contentType, metadata, data or dataBase64 in an event, found '"
                        + name
                        + "'")
                .asException();
      }
    }
    ByteString payload = payload(draft);
    return PostedEvents.checked(limits, new Event(scopeId, draft.header.build(), payload));
  }

  private static String string(JsonParser parser) throws IOException {
    expect(
        parser.currentToken() == JsonToken.VALUE_STRING,
        "a string as '" + parser.currentName() + "'",
        parser);
    return wellFormed(parser.getText());
  }

  /** Escapes can make texts that UTF-8 does not have. */
  private static String wellFormed(String text) {
    if (text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      throw Problem.badRequest("expected well-formed text, found an unpaired surrogate")
          .asException();
    }
    return text;
  }

  private static void readMetadata(JsonParser parser, EventHeader.Builder header)
      throws IOException {
    expect(parser.currentToken() == JsonToken.START_OBJECT, "an object as 'metadata'", parser);
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      header.putMetadata(wellFormed(key), string(parser));
    }
  }

  private static void readData(JsonParser parser, Draft draft) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      draft.text = wellFormed(parser.getText());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator copy = Json.FACTORY.createGenerator(bytes)) {
      PayloadJson.copyValue(parser, copy);
    }
    draft.json = ByteString.copyFrom(bytes.toByteArray());
  }

  private static byte[] base64(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.VALUE_STRING, "Base64 as 'dataBase64'", parser);
    return parser.getBinaryValue();
  }

  /** Completes the header, too. */
  private static ByteString payload(Draft draft) {
    if ((draft.json == null) == (draft.bytes == null)) {
      throw Problem.badRequest(
              "expected data or dataBase64 in an event, found "
                  + (draft.json == null ? "neither" : "both"))
          .asException();
    }
    ByteString bytes = draft.bytes;
    return bytes == null ? payloadOfData(draft) : bytes;
  }

  private static ByteString payloadOfData(Draft draft) {
    String contentType = draft.header.getContentType();
    if (contentType.isEmpty()) {
      draft.header.setContentType("application/json");
    } else if (MediaType.isText(contentType) && !MediaType.isJson(contentType)) {
      if (draft.text == null) {
        throw Problem.badRequest(
                "expected a string as data of " + contentType + ", found other JSON")
            .asException();
      }
      return ByteString.copyFromUtf8(draft.text);
    } else if (!MediaType.isJson(contentType)) {
      throw Problem.badRequest("expected dataBase64 with " + contentType + ", found data")
          .asException();
    }
    return Objects.requireNonNull(draft.json);
  }
}
