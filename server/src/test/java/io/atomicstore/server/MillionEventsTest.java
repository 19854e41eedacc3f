package io.atomicstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Formats;
import io.atomicstore.client.Originator;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of a million events over the network, with all limits as they are by default. */
@Tag("slow")
final class MillionEventsTest {

  private static final int EVENTS = 1_000_000;
  private static final int TOGETHER = 1_000;
  private static final ScopeId SCOPE = new ScopeId("long");
  private static final EventFormat<String> FORMAT = EventFormat.text("note");

  private record Counting() implements FoldValidator<Integer, String, String, String> {

    @Override
    public Integer initial(ScopeId scopeId) {
      return 0;
    }

    @Override
    public Integer apply(Integer count, String event) {
      return count + 1;
    }

    @Override
    public Decision<String, String> decide(Integer count, String event) {
      return Decision.<String, String>accept().withMeta("" + count);
    }
  }

  @TempDir private Path directory;

  @Test
  void isWrittenReadFollowedAndValidated() throws Exception {
    try (NodeProcess node = NodeProcess.start(directory, 0);
        AtomicStoreClient writer = client(node);
        AtomicStoreClient reader = client(node)) {
      StoreIfValid<String> first = write(writer);

      assertThat(countAll(reader)).isEqualTo(EVENTS);
      assertThat(last(reader, 3)).containsExactly((long) EVENTS, EVENTS - 1L, EVENTS - 2L);
      assertThat(
              reader
                  .result(Formats.of(FORMAT), SCOPE, first.eventId())
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isInstanceOf(RecordedResult.Accepted.class);

      Originator<String, String, String> originator = reader.originator(FORMAT, new Counting());
      assertThat(store(originator).meta()).isEqualTo("" + EVENTS);
      assertThat(store(originator).meta()).isEqualTo("" + (EVENTS + 1));
    }
  }

  private static AtomicStoreClient client(NodeProcess node) {
    return AtomicStoreClient.builder("127.0.0.1:" + node.port())
        .submissionTimeout(Duration.ofMinutes(2))
        .start();
  }

  private static StoreIfValid<String> write(AtomicStoreClient client) throws Exception {
    Originator<String, String, String> originator = client.originator(FORMAT, new Counting());
    List<String> events = Collections.nCopies(TOGETHER, "event");
    StoreIfValid<String> first = StoreIfValid.ofAll(SCOPE, events);
    for (int i = 0; i < EVENTS; i += TOGETHER) {
      StoreIfValid<String> submission = i == 0 ? first : StoreIfValid.ofAll(SCOPE, events);
      assertThat(originator.blocking().storeIfUnchanged(submission, i).wasAccepted()).isTrue();
    }
    return first;
  }

  private static long countAll(AtomicStoreClient client) {
    long count = 0;
    try (Stream<StoredEvent<String>> events = client.readEvents(FORMAT, SCOPE, EventRange.all())) {
      for (Iterator<StoredEvent<String>> each = events.iterator(); each.hasNext(); ) {
        count++;
        assertThat(each.next().sequenceNr()).isEqualTo(count);
      }
    }
    return count;
  }

  private static List<Long> last(AtomicStoreClient client, int count) {
    try (Stream<StoredEvent<String>> events =
        client.readEvents(FORMAT, SCOPE, EventRange.backwards().limit(count))) {
      return events.map(StoredEvent::sequenceNr).toList();
    }
  }

  private static Result<String, String, String> store(Originator<String, String, String> originator)
      throws InterruptedException {
    Result<String, String, String> result = originator.blocking().storeIfValid(SCOPE, "more");
    assertThat(result.wasAccepted()).isTrue();
    return result;
  }
}
