package io.atomicstore.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.atomicstore.protocol.StoreIfValid;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand connections compete for one scope, and each has a scope of its own besides. */
final class ThousandOriginatorsTest {

  private static final int ORIGINATORS = 1_000;

  @TempDir private Path directory;

  /** Says yes whenever it is asked; done when both of its events have their results. */
  private static final class Accepting implements StreamObserver<AtomicStoreMessage> {

    private final CompletableFuture<Set<String>> accepted = new CompletableFuture<>();
    private final Set<String> soFar = new HashSet<>();
    private final StreamObserver<AtomicStoreMessage> server;

    Accepting(AtomicStoreGrpc.AtomicStoreStub stub) {
      this.server = stub.originate(this);
    }

    void submit(StoreIfValid.Builder submission) {
      server.onNext(AtomicStoreMessage.newBuilder().setStoreIfValid(submission).build());
    }

    @Override
    public void onNext(AtomicStoreMessage message) {
      if (message.hasValidationRequest()) {
        server.onNext(
            AtomicStoreMessage.newBuilder()
                .setValidationResponse(RawOriginator.yes(message.getValidationRequest()))
                .build());
      } else if (message.getResult().getWasAccepted()) {
        soFar.add(message.getResult().getEventId());
        if (soFar.size() == 2) {
          server.onCompleted();
        }
      } else {
        accepted.completeExceptionally(new AssertionError("found " + message));
      }
    }

    @Override
    public void onError(Throwable cause) {
      accepted.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      accepted.complete(soFar);
    }
  }

  @Test
  void areAllServedOnce() throws Exception {
    try (NodeUnderTest node = new NodeUnderTest(directory)) {
      List<Accepting> originators = new ArrayList<>();
      for (int i = 0; i < ORIGINATORS; i++) {
        originators.add(new Accepting(AtomicStoreGrpc.newStub(node.connect())));
      }
      Set<String> hot = new HashSet<>();
      for (int i = 0; i < ORIGINATORS; i++) {
        StoreIfValid.Builder submission = RawOriginator.event("hot", "event");
        hot.add(submission.getEventId());
        originators.get(i).submit(submission);
        originators.get(i).submit(RawOriginator.event("own-" + i, "event"));
      }
      Set<String> accepted = new HashSet<>();
      for (Accepting originator : originators) {
        accepted.addAll(originator.accepted.get(60, TimeUnit.SECONDS));
      }

      List<String> stored = new ArrayList<>();
      Iterator<QueryEventsResponse> pages =
          node.blocking().queryEvents(QueryEvents.newBuilder().setScopeId("hot").build());
      pages.forEachRemaining(
          page ->
              page.getEventsList().forEach(event -> stored.add(event.getHeader().getEventId())));
      assertThat(accepted).hasSize(2 * ORIGINATORS).containsAll(hot);
      assertThat(stored).hasSize(ORIGINATORS).hasSameElementsAs(hot);
    }
  }
}
