package io.atomicstore.cli;

import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.StoredEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Events as lines, for people. */
final class EventText {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EventText() {}

  /** An event of a scope that is known. */
  static String of(StoredEvent<EncodedEvent> stored) {
    EncodedEvent event = stored.event();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%6d  %s  ", stored.sequenceNr(), MOMENT.format(stored.storedAt())));
    if (!event.type().isEmpty()) {
      line.append(printable(event.type())).append("  ");
    }
    line.append(payload(event.payload()));
    if (!event.metadata().isEmpty()) {
      line.append("  ").append(metadata(event.metadata()));
    }
    return line.append(stored.sealsLog() ? "  (seals the log)" : "").toString();
  }

  /** An event of any scope. */
  static String withScope(StoredEvent<EncodedEvent> stored) {
    return printable(stored.scopeId().value()) + of(stored);
  }

  static String payload(Payload payload) {
    String text = EventJson.textOf(payload);
    return text == null
        ? "<" + payload.sizeBytes() + " bytes, " + payload.contentType() + ">"
        : printable(text);
  }

  static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  private static String metadata(Map<String, String> metadata) {
    return new TreeMap<>(metadata)
        .entrySet().stream()
            .map(entry -> printable(entry.getKey()) + "=" + printable(entry.getValue()))
            .collect(Collectors.joining(" ", "[", "]"));
  }

  /** The text on one line, without what a terminal would take for a command. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            each -> {
              if (Character.isISOControl(each)) {
                printable.append(each == '\n' ? "\\n" : String.format("\\u%04x", each));
              } else {
                printable.appendCodePoint(each);
              }
            });
    return printable.toString();
  }
}
