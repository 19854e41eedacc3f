package io.atomicstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Originator;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All clients of a node lose it at the same time, with submissions under way, and come back. */
@Tag("slow")
final class ReconnectStormTest {

  private static final int CLIENTS = 150;
  private static final ScopeId SCOPE = new ScopeId("hot");
  private static final EventFormat<String> FORMAT = EventFormat.text("note");

  private record Accepting() implements FoldValidator<Integer, String, String, String> {

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
      return Decision.accept();
    }
  }

  @TempDir private Path directory;
  private final List<AtomicStoreClient> clients = new ArrayList<>();
  private final List<Originator<String, String, String>> originators = new ArrayList<>();

  @Test
  void isServedOnceForEachSubmission() throws Exception {
    NodeProcess node = NodeProcess.start(directory, 0);
    try {
      for (int i = 0; i < CLIENTS; i++) {
        AtomicStoreClient client =
            AtomicStoreClient.builder("127.0.0.1:" + node.port())
                .submissionTimeout(Duration.ofMinutes(2))
                .start();
        clients.add(client);
        originators.add(client.originator(FORMAT, new Accepting()));
      }
      assertAllAccepted(storeAll("before"));

      List<CompletableFuture<Result<String, String, String>>> underWay = storeAll("during");
      node.kill();
      node = NodeProcess.start(directory, node.port());

      assertAllAccepted(underWay);
      assertAllAccepted(storeAll("after"));
      assertEachIsThereOnce();
    } finally {
      clients.forEach(AtomicStoreClient::close);
      node.close();
    }
  }

  private List<CompletableFuture<Result<String, String, String>>> storeAll(String when) {
    List<CompletableFuture<Result<String, String, String>>> results = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      results.add(originators.get(i).storeIfValid(SCOPE, when + " " + i).toCompletableFuture());
    }
    return results;
  }

  private static void assertAllAccepted(
      List<CompletableFuture<Result<String, String, String>>> results) throws Exception {
    for (CompletableFuture<Result<String, String, String>> result : results) {
      assertThat(result.get(3, TimeUnit.MINUTES).wasAccepted()).isTrue();
    }
  }

  private void assertEachIsThereOnce() {
    Set<String> expected = new HashSet<>();
    for (String when : List.of("before", "during", "after")) {
      for (int i = 0; i < CLIENTS; i++) {
        expected.add(when + " " + i);
      }
    }
    try (Stream<StoredEvent<String>> events =
        clients.get(0).readEvents(FORMAT, SCOPE, EventRange.all())) {
      assertThat(events.map(StoredEvent::event).toList())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
