package io.atomicstore.server.http;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.server.conversation.Event;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Streams of server-sent events, as the HTML standard has them.
 *
 * @param heartbeatInterval how often a stream without news gets a comment
 * @param ending ends all streams; whoever reads them resumes elsewhere
 */
record ServerSentEvents(Duration heartbeatInterval, SharedKillSwitch ending) {

  /** Tells that the stream has begun, and to come back after a second when it breaks. */
  private static final ByteString OPENING = ByteString.fromString(":\nretry: 1000\n\n");

  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");
  private static final ByteString DATA = ByteString.fromString("\ndata: ");
  private static final ByteString END = ByteString.fromString("\n");

  /** So many bytes are sent at once to a reader that is slower than the events. */
  private static final long BATCH_BYTES_MAX = 64 << 10;

  /** One event; a reader that comes back says {@code id}. */
  static ByteString event(String id, StoredEvent<Event> event) {
    return ByteString.fromString("id: " + id)
        .concat(DATA)
        .concat(EventJson.line(event))
        .concat(END);
  }

  /** No event: only how far the reader has come. */
  static ByteString progress(String id) {
    return ByteString.fromString("id: " + id + "\n\n");
  }

  /**
   * @param isPermitted asked again and again; the stream ends when it says no
   */
  HttpResponse response(Source<ByteString, NotUsed> events, BooleanSupplier isPermitted) {
    Source<ByteString, NotUsed> stream =
        Source.single(OPENING)
            .concat(events)
            .batchWeighted(
                BATCH_BYTES_MAX,
                bytes -> (long) bytes.size(),
                bytes -> bytes,
                (bytes, more) -> bytes.concat(more))
            .keepAlive(heartbeatInterval, () -> HEARTBEAT)
            .takeWhile(bytes -> isPermitted.getAsBoolean())
            .via(ending.flow());
    return Answers.noStore().withEntity(HttpEntities.create(Answers.EVENT_STREAM, stream));
  }
}
