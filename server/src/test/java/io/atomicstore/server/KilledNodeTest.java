package io.atomicstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Originator;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients store while their node is killed and started again, and are told nothing but the truth.
 */
@Tag("slow")
final class KilledNodeTest {

  private static final int KILLS = 5;
  private static final int CLIENTS = 2;
  private static final int CALLERS = 8;
  private static final int SCOPES = 5;
  private static final int ACCEPTED_BETWEEN_KILLS = 300;
  private static final EventFormat<String> FORMAT = EventFormat.text("note");

  private record Entry(ScopeId scopeId, EventId eventId, Result<String, String, String> result) {}

  /** Counts the events, and rejects every tenth. */
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
      return event.endsWith("7")
          ? Decision.reject("unwanted")
          : Decision.<String, String>accept().withMeta("" + count);
    }
  }

  @TempDir private Path directory;
  private final Queue<Entry> ledger = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isStopped = new AtomicBoolean();

  @Test
  void tellsEachOriginatorWhatBecameOfEachEvent() throws Exception {
    NodeProcess node = NodeProcess.start(directory, 0);
    int port = node.port();
    List<AtomicStoreClient> clients = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        AtomicStoreClient client =
            AtomicStoreClient.builder("127.0.0.1:" + port)
                .submissionTimeout(Duration.ofMinutes(2))
                .start();
        clients.add(client);
        Originator<String, String, String> originator = client.originator(FORMAT, new Counting());
        for (int j = 0; j < CALLERS; j++) {
          String name = i + "/" + j;
          callers.add(new Thread(() -> storeUntilStopped(originator, name)));
        }
      }
      callers.forEach(Thread::start);
      for (int kill = 0; kill < KILLS; kill++) {
        int before = ledger.size();
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> ledger.size() > before + ACCEPTED_BETWEEN_KILLS);
        node.kill();
        node = NodeProcess.start(directory, port);
      }
      isStopped.set(true);
      for (Thread caller : callers) {
        caller.join(Duration.ofMinutes(3).toMillis());
        assertThat(caller.isAlive()).isFalse();
      }

      assertLedgerIsTrue(clients.get(0));
    } finally {
      isStopped.set(true);
      clients.forEach(AtomicStoreClient::close);
      node.close();
    }
  }

  private void storeUntilStopped(Originator<String, String, String> originator, String name) {
    for (int i = 0; !isStopped.get(); i++) {
      ScopeId scopeId = new ScopeId("scope-" + i % SCOPES);
      StoreIfValid<String> submission = StoreIfValid.of(scopeId, name + "/" + i);
      Result<String, String, String> result =
          originator.storeIfValid(submission).toCompletableFuture().join();
      ledger.add(new Entry(scopeId, submission.eventId(), result));
    }
  }

  private void assertLedgerIsTrue(AtomicStoreClient client) {
    Map<ScopeId, List<StoredEvent<String>>> logs = new HashMap<>();
    for (int i = 0; i < SCOPES; i++) {
      ScopeId scopeId = new ScopeId("scope-" + i);
      try (Stream<StoredEvent<String>> events =
          client.readEvents(FORMAT, scopeId, EventRange.all())) {
        logs.put(scopeId, events.toList());
      }
    }
    Set<EventId> accepted = new HashSet<>();
    for (Entry entry : ledger) {
      Result<String, String, String> result = entry.result();
      if (result instanceof Result.Accepted<String, String, String> stored) {
        StoredEvent<String> event =
            logs.getOrDefault(entry.scopeId(), List.of()).get((int) stored.sequenceNr() - 1);
        assertThat(event.eventId()).isEqualTo(entry.eventId());
        assertThat(event.event()).isEqualTo(stored.event());
        // It was judged on exactly the events before it.
        assertThat(stored.meta()).isEqualTo("" + (stored.sequenceNr() - 1));
        assertThat(accepted.add(entry.eventId())).isTrue();
      } else {
        // Nothing stays unknown for as long as the node comes back.
        assertThat(result).isInstanceOf(Result.Rejected.class);
        assertThat(result.event()).endsWith("7");
      }
    }
    Set<EventId> stored = new HashSet<>();
    logs.forEach(
        (scopeId, events) ->
            events.forEach(event -> assertThat(stored.add(event.eventId())).isTrue()));
    assertThat(stored).isEqualTo(accepted);
  }
}
