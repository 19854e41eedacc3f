package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What one client reads; it ends with the client. */
final class Reads {

  private final ClientParts parts;
  private final Set<ReadSubscription<?, ?>> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  Reads(ClientParts parts) {
    this.parts = parts;
  }

  ClientParts parts() {
    return parts;
  }

  boolean isClosed() {
    return isClosed;
  }

  void begin(ReadSubscription<?, ?> subscription) {
    subscriptions.add(subscription);
    subscription.start();
  }

  void ended(ReadSubscription<?, ?> subscription) {
    subscriptions.remove(subscription);
  }

  /** Asks once, and again while the server can't be reached, as long as a submission may take. */
  <T> CompletionStage<T> ask(BiConsumer<AtomicStoreGrpc.AtomicStoreStub, StreamObserver<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long deadline = parts.nanoClock().getAsLong() + parts.settings().submissionTimeout().toNanos();
    new Asking<>(call, answer, deadline).ask();
    return answer;
  }

  /** What is being read ends with an error. */
  void close() {
    isClosed = true;
    subscriptions.forEach(ReadSubscription::wake);
  }

  /** One question, over all attempts to get its answer. */
  private final class Asking<T> implements StreamObserver<T> {

    private final BiConsumer<AtomicStoreGrpc.AtomicStoreStub, StreamObserver<T>> call;
    private final CompletableFuture<T> answer;
    private final long deadlineNanos;
    private int failures;
    private @Nullable T value;

    Asking(
        BiConsumer<AtomicStoreGrpc.AtomicStoreStub, StreamObserver<T>> call,
        CompletableFuture<T> answer,
        long deadlineNanos) {
      this.call = call;
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
    }

    void ask() {
      long remaining = deadlineNanos - parts.nanoClock().getAsLong();
      try {
        call.accept(
            parts.transport().stub().withDeadlineAfter(remaining, TimeUnit.NANOSECONDS), this);
      } catch (RuntimeException e) {
        // The application gave no token.
        onError(Status.UNAUTHENTICATED.withDescription("no token: " + e).asException());
      }
    }

    @Override
    public void onNext(T message) {
      value = message;
    }

    @Override
    public void onCompleted() {
      T answered = value;
      if (answered == null) {
        onError(Status.INTERNAL.withDescription("no answer came").asException());
      } else {
        parts.executor().execute(() -> answer.complete(answered));
      }
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      failures++;
      long pause = parts.settings().backoff().nanosAfter(failures, parts.random());
      boolean isWorthIt = deadlineNanos - parts.nanoClock().getAsLong() > pause;
      if (status.getCode() == Status.Code.UNAVAILABLE && isWorthIt && !isClosed) {
        parts.later(() -> parts.executor().execute(this::ask), pause);
      } else {
        parts.executor().execute(() -> answer.completeExceptionally(Statuses.toException(status)));
      }
    }
  }
}
