package io.atomicstore.cli.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events as JSON; docs/formats/export.md describes it. */
public final class EventJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EventJson() {}

  /** A stored event. */
  public static ObjectNode of(StoredEvent<EncodedEvent> stored) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("scope", stored.scopeId().value());
    json.put("sequenceNr", stored.sequenceNr());
    json.put("eventId", stored.eventId().toString());
    json.put("storedAt", stored.storedAt().toString());
    json.put("type", stored.event().type());
    putPayload(json, stored.event().payload());
    if (!stored.event().metadata().isEmpty()) {
      ObjectNode metadata = json.putObject("metadata");
      new TreeMap<>(stored.event().metadata()).forEach(metadata::put);
    }
    if (stored.sealsLog()) {
      json.put("sealsLog", true);
    }
    return json;
  }

  /** Adds the payload: as {@code text} where it is UTF-8, as {@code base64} where not. */
  public static void putPayload(ObjectNode json, Payload payload) {
    json.put("contentType", payload.contentType());
    String text = textOf(payload);
    if (text != null) {
      json.put("text", text);
    } else {
      json.put("base64", Base64.getEncoder().encodeToString(payload.toBytes()));
    }
  }

  /** The payload as a text, from which the same bytes come; null if it is none. */
  public static @Nullable String textOf(Payload payload) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(payload.toBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * One line as JSON.
   *
   * @throws IllegalArgumentException if it is not one object
   */
  static ObjectNode parse(String line) {
    try {
      if (MAPPER.readTree(line) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected one JSON object, found what can't be read: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("expected one JSON object, found something else");
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IllegalArgumentException if it is not an event
   */
  static StoredEvent<EncodedEvent> event(ObjectNode json) {
    boolean sealsLog = json.has("sealsLog") && field(json, "sealsLog").asBoolean();
    return new StoredEvent<>(
        new ScopeId(text(json, "scope")),
        number(json, "sequenceNr"),
        EventId.parse(text(json, "eventId")),
        instant(text(json, "storedAt")),
        new EncodedEvent(text(json, "type"), payload(json), metadata(json)),
        sealsLog);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("expected storedAt as a moment, found '" + text + "'", e);
    }
  }

  private static Payload payload(ObjectNode json) {
    String contentType = text(json, "contentType");
    if (json.has("text") == json.has("base64")) {
      throw new IllegalArgumentException("expected either text or base64, found both or none");
    }
    byte[] bytes =
        json.has("text")
            ? text(json, "text").getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(text(json, "base64"));
    return Payload.of(contentType, bytes);
  }

  private static Map<String, String> metadata(ObjectNode json) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (json.has("metadata")) {
      JsonNode object = field(json, "metadata");
      object.properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    }
    return metadata;
  }

  static String text(ObjectNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("expected " + name + " as a text, found " + value);
    }
    return value.textValue();
  }

  static long number(ObjectNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("expected " + name + " as a whole number, found " + value);
    }
    return value.longValue();
  }

  private static JsonNode field(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected " + name + ", found none");
    }
    return value;
  }
}
