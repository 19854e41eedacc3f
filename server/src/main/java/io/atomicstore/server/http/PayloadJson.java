package io.atomicstore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes bytes as a member of a JSON object: {@code data} is a JSON value if they are one and said
 * to be, or text if they are UTF-8 and said to be text; else {@code dataBase64}.
 */
final class PayloadJson {

  private PayloadJson() {}

  static void write(JsonGenerator json, String contentType, ByteString payload) throws IOException {
    String value = MediaType.isJson(contentType) ? onOneLine(payload) : null;
    if (value != null) {
      json.writeFieldName("data");
      json.writeRawValue(value);
    } else if (MediaType.isText(contentType) && payload.isValidUtf8()) {
      json.writeStringField("data", payload.toStringUtf8());
    } else {
      json.writeFieldName("dataBase64");
      json.writeBinary(payload.newInput(), payload.size());
    }
  }

  /** The one JSON value that the bytes are, without white space between its tokens; else null. */
  private static @Nullable String onOneLine(ByteString payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.size());
    try (JsonParser parser = Json.FACTORY.createParser(payload.newInput());
        JsonGenerator copy = Json.FACTORY.createGenerator(bytes)) {
      if (parser.nextToken() == null) {
        return null;
      }
      copyValue(parser, copy);
      if (parser.nextToken() != null) {
        return null;
      }
    } catch (JsonProcessingException e) {
      // Whoever stored it called it JSON, and was wrong: it is shown as the bytes it is.
      return null;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Copies the value whose first token the parser has read; numbers digit by digit. */
  static void copyValue(JsonParser parser, JsonGenerator copy) throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token.isNumeric()) {
        copy.writeNumber(parser.getText());
      } else {
        copy.copyCurrentEvent(parser);
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    } while (depth > 0 && parser.nextToken() != null);
  }
}
