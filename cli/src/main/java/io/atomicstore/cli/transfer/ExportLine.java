package io.atomicstore.cli.transfer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;

/** A line of an export file, version 1; docs/formats/export.md describes it. */
sealed interface ExportLine {

  String FORMAT = "atomic-store-export";
  int VERSION = 1;

  /** The line without its line end. */
  ObjectNode json();

  /** The first line. */
  record Header(Selection selection) implements ExportLine {
    @Override
    public ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("format", FORMAT).put("version", VERSION);
      selection.writeTo(json);
      return json;
    }
  }

  /** An event of a log. */
  record Event(StoredEvent<EncodedEvent> stored) implements ExportLine {
    @Override
    public ObjectNode json() {
      return EventJson.of(stored);
    }
  }

  /**
   * Ends a log.
   *
   * @param sha256 of the lines of its events, with their line ends
   */
  record LogEnd(ScopeId scopeId, long events, String sha256) implements ExportLine {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("end", scopeId.value())
          .put("events", events)
          .put("sha256", sha256);
    }
  }

  /**
   * The last line: without it the file is not complete.
   *
   * @param sha256 of all lines before it, with their line ends
   */
  record FileEnd(long logs, long events, String sha256) implements ExportLine {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("complete", true)
          .put("logs", logs)
          .put("events", events)
          .put("sha256", sha256);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static ExportLine parse(String line) {
    ObjectNode json = EventJson.parse(line);
    if (json.has("format")) {
      return header(json);
    } else if (json.has("sequenceNr")) {
      return new Event(EventJson.event(json));
    } else if (json.has("end")) {
      return new LogEnd(
          new ScopeId(EventJson.text(json, "end")),
          EventJson.number(json, "events"),
          EventJson.text(json, "sha256"));
    } else if (json.has("complete")) {
      return new FileEnd(
          EventJson.number(json, "logs"),
          EventJson.number(json, "events"),
          EventJson.text(json, "sha256"));
    }
    throw new IllegalArgumentException("expected a line of an export, found another object");
  }

  private static Header header(ObjectNode json) {
    String format = EventJson.text(json, "format");
    long version = EventJson.number(json, "version");
    if (!format.equals(FORMAT) || version != VERSION) {
      throw new IllegalArgumentException(
          "expected format "
              + FORMAT
              + " of version "
              + VERSION
              + ", found "
              + format
              + " of version "
              + version);
    }
    return new Header(Selection.readFrom(json));
  }
}
