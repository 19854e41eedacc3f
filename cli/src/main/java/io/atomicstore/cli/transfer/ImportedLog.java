package io.atomicstore.cli.transfer;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Originator;
import io.atomicstore.client.Payload;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is missing of one log, each submission as it was: under its event id, with all its
 * events, and only if the log ends where it began. Some are under way at a time. One thread owns an
 * instance.
 */
final class ImportedLog {

  private static final int SUBMISSIONS_UNDER_WAY_MAX = 64;
  private static final int EVENTS_UNDER_WAY_MAX = 1_000;
  private static final long BYTES_UNDER_WAY_MAX = 4 << 20;

  private final Originator<EncodedEvent, String, Payload> originator;
  private final TransferCounts counts;
  private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
  private int eventsUnderWay;
  private long bytesUnderWay;

  private record UnderWay(
      long firstSequenceNr,
      int events,
      long bytes,
      CompletableFuture<Result<EncodedEvent, String, Payload>> result) {}

  ImportedLog(Originator<EncodedEvent, String, Payload> originator, TransferCounts counts) {
    this.originator = originator;
    this.counts = counts;
  }

  /**
   * Stores the events from that sequence number on.
   *
   * @throws LogDiffersException if somebody else stores into the log
   * @throws NotStoredException if an event was not stored, or it is not known whether it was
   */
  void store(Path file, LogSpan span, long fromSequenceNr) throws IOException {
    try (LogEvents events = LogEvents.open(file, span, fromSequenceNr)) {
      List<StoredEvent<EncodedEvent>> submission = new ArrayList<>();
      StoredEvent<EncodedEvent> event = events.next();
      while (event != null) {
        submission.add(event);
        StoredEvent<EncodedEvent> next = events.next();
        if (next == null || !next.eventId().equals(event.eventId())) {
          submit(submission);
          submission.clear();
        }
        event = next;
      }
    }
    while (!underWay.isEmpty()) {
      takeResult();
    }
  }

  private void submit(List<StoredEvent<EncodedEvent>> events) {
    StoredEvent<EncodedEvent> first = events.get(0);
    StoreIfValid<EncodedEvent> submission =
        StoreIfValid.ofAll(first.scopeId(), events.stream().map(StoredEvent::event).toList())
            .withEventId(first.eventId());
    long bytes = events.stream().mapToLong(each -> each.event().payload().sizeBytes()).sum();
    while (!hasRoomFor(events.size(), bytes)) {
      takeResult();
    }
    eventsUnderWay += events.size();
    bytesUnderWay += bytes;
    underWay.add(
        new UnderWay(
            first.sequenceNr(),
            events.size(),
            bytes,
            originator
                .storeIfUnchanged(
                    events.get(events.size() - 1).sealsLog() ? submission.sealingLog() : submission,
                    first.sequenceNr() - 1)
                .toCompletableFuture()));
  }

  private boolean hasRoomFor(int events, long bytes) {
    return underWay.isEmpty()
        || (underWay.size() < SUBMISSIONS_UNDER_WAY_MAX
            && eventsUnderWay + events <= EVENTS_UNDER_WAY_MAX
            && bytesUnderWay + bytes <= BYTES_UNDER_WAY_MAX);
  }

  private void takeResult() {
    UnderWay oldest = underWay.remove();
    eventsUnderWay -= oldest.events();
    bytesUnderWay -= oldest.bytes();
    RuntimeException failure = failureOf(oldest, resultOf(oldest));
    if (failure != null) {
      // What follows it can't be stored either; wait until none is under way any more.
      underWay.forEach(each -> each.result().handle((result, error) -> true).join());
      underWay.clear();
      throw failure;
    }
    counts.addEvents(oldest.events());
  }

  private static Result<EncodedEvent, String, Payload> resultOf(UnderWay submission) {
    try {
      return submission.result().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw e;
    }
  }

  private static @Nullable RuntimeException failureOf(
      UnderWay submission, Result<EncodedEvent, String, Payload> result) {
    long sequenceNr = submission.firstSequenceNr();
    if (result instanceof Result.Accepted<EncodedEvent, String, Payload> accepted) {
      return accepted.sequenceNr() == sequenceNr
          ? null
          : new LogDiffersException(
              result.prospectiveEvent().scopeId(),
              sequenceNr,
              "expected it there, found its id at event " + accepted.sequenceNr());
    } else if (result instanceof Result.Conflict<EncodedEvent, String, Payload> conflict) {
      return new LogDiffersException(
          result.prospectiveEvent().scopeId(),
          sequenceNr,
          "expected the log to end before it, it ends at event " + conflict.sequenceNr());
    } else if (result instanceof Result.Sealed<EncodedEvent, String, Payload> closed) {
      return new LogDiffersException(
          result.prospectiveEvent().scopeId(),
          sequenceNr,
          "expected a log that takes it, found it sealed by event " + closed.sequenceNr());
    }
    return new NotStoredException(sequenceNr, result);
  }
}
