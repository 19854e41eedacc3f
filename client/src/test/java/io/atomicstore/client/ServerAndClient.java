package io.atomicstore.client;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server of the test and a client of it, which connects again quickly. */
final class ServerAndClient implements AutoCloseable {

  static final ScopeId LOT = new ScopeId("lot");

  private static final int PATIENCE_SECONDS = 30;

  final TestServer server;
  final AtomicStoreClient client;
  final TextsFold fold = new TextsFold();
  final Originator<String, String, String> originator;

  ServerAndClient() {
    this(builder -> builder);
  }

  ServerAndClient(UnaryOperator<AtomicStoreClientBuilder> settings) {
    server = TestServer.started();
    client = settings.apply(builder(server.address())).start();
    originator = client.originator(EventFormat.text("text"), fold);
  }

  static AtomicStoreClientBuilder builder(String address) {
    return AtomicStoreClient.builder(address)
        .backoff(Duration.ofMillis(5), Duration.ofMillis(100))
        .closingTimeout(Duration.ofSeconds(1))
        .submissionTimeout(Duration.ofSeconds(20));
  }

  /** Stores the text, which names its event id too, in {@link #LOT}. */
  CompletionStage<Result<String, String, String>> store(String text) {
    return originator.storeIfValid(submission(text));
  }

  /** From now on: a client that greets has connected anew. */
  AtomicInteger countHellos() {
    AtomicInteger hellos = new AtomicInteger();
    server.takeOnly(
        taken -> {
          if (taken.hasHello()) {
            hellos.incrementAndGet();
          }
          return true;
        });
    return hellos;
  }

  static StoreIfValid<String> submission(String text) {
    return StoreIfValid.of(LOT, text).withEventId(idOf(text));
  }

  /** Ids that rise in no order: some have to be looked up. */
  static EventId idOf(String text) {
    return new EventId(new UUID(text.hashCode(), 1));
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("waited for " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
