package io.atomicstore.cli.transfer;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds logs of a node against those of an export file. */
record LogComparison(AtomicStoreClient client, Path file) {

  /**
   * How far the node has a log of the file.
   *
   * @param fromSequenceNr the first event to compare; those before are known to be alike
   * @return the last event that the node has of the file; it may have more of its own behind all of
   *     them
   * @throws LogDiffersException if an event of the node is another one
   */
  long lastAlike(LogSpan span, long fromSequenceNr) throws IOException {
    long last = fromSequenceNr - 1;
    if (last == span.events()) {
      return last;
    }
    EventRange range =
        EventRange.forwards(fromSequenceNr).limit(span.events() - fromSequenceNr + 1);
    try (LogEvents expected = LogEvents.open(file, span, fromSequenceNr);
        Stream<StoredEvent<EncodedEvent>> stored =
            client.readEvents(EventFormat.raw(), span.scopeId(), range)) {
      Iterator<StoredEvent<EncodedEvent>> found = stored.iterator();
      while (found.hasNext()) {
        StoredEvent<EncodedEvent> event = expected.next();
        if (event == null) {
          break;
        }
        String difference = difference(event, found.next());
        if (difference != null) {
          throw new LogDiffersException(span.scopeId(), event.sequenceNr(), difference);
        }
        last = event.sequenceNr();
      }
    }
    return last;
  }

  /** How two events differ; null if they don't. When they were stored does not count. */
  static @Nullable String difference(
      StoredEvent<EncodedEvent> expected, StoredEvent<EncodedEvent> found) {
    if (!expected.eventId().equals(found.eventId())) {
      return "expected event id " + expected.eventId() + ", found " + found.eventId();
    } else if (!expected.event().type().equals(found.event().type())) {
      return "expected type '%s', found '%s'"
          .formatted(expected.event().type(), found.event().type());
    } else if (!expected.event().payload().equals(found.event().payload())) {
      return "expected the content of the file, "
          + expected.event().payload()
          + ", found another, "
          + found.event().payload();
    } else if (!expected.event().metadata().equals(found.event().metadata())) {
      return "expected the metadata of the file, found others";
    } else if (expected.sealsLog() != found.sealsLog()) {
      return expected.sealsLog()
          ? "expected it to seal the log, found that it does not"
          : "expected it not to seal the log, found that it does";
    }
    return null;
  }
}
