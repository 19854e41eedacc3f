package io.atomicstore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.conversation.Event;
import java.io.IOException;
import java.util.TreeMap;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes events as {@code docs/http.md} shows them. */
final class EventJson {

  private EventJson() {}

  /** On one line, which it ends. */
  static ByteString line(StoredEvent<Event> event) {
    return Json.line(members(event));
  }

  static Json.Members members(StoredEvent<Event> event) {
    return json -> {
      EventHeader header = event.event().header();
      json.writeStringField("scope", event.scopeId().value());
      json.writeNumberField("sequenceNr", event.sequenceNr());
      json.writeStringField("eventId", event.eventId().toString());
      json.writeStringField("type", header.getType());
      json.writeStringField("contentType", header.getContentType());
      json.writeObjectFieldStart("metadata");
      for (var entry : new TreeMap<>(header.getMetadataMap()).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeStringField("storedAt", event.storedAt().toString());
      json.writeBooleanField("sealsLog", event.sealsLog());
      PayloadJson.write(json, header.getContentType(), event.event().payload());
    };
  }

  /** Writes nothing if there is no meta. */
  static void writeMeta(JsonGenerator json, @Nullable Object meta) throws IOException {
    if (meta instanceof Meta value) {
      json.writeObjectFieldStart("meta");
      json.writeStringField("contentType", value.getContentType());
      PayloadJson.write(json, value.getContentType(), value.getValue());
      json.writeEndObject();
    }
  }
}
