package io.atomicstore.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes what a publisher says, and that it keeps the rules of Reactive Streams. */
final class RecordingSubscriber<T> implements Flow.Subscriber<T> {

  private record End(@Nullable Throwable failure) {}

  private static final int PATIENCE_SECONDS = 30;

  private final long requestedAtFirst;
  private final Consumer<T> onItem;
  private final AtomicInteger calls = new AtomicInteger();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();

  // Guarded by this.
  private final List<T> items = new ArrayList<>();

  /**
   * @param requestedAtFirst 0 requests nothing
   */
  RecordingSubscriber(long requestedAtFirst, Consumer<T> onItem) {
    this.requestedAtFirst = requestedAtFirst;
    this.onItem = onItem;
  }

  RecordingSubscriber(long requestedAtFirst) {
    this(requestedAtFirst, item -> {});
  }

  private void checked(Runnable signal) {
    if (calls.incrementAndGet() != 1) {
      end.completeExceptionally(new AssertionError("two signals at the same time"));
    }
    if (end.isDone()) {
      throw new AssertionError("a signal behind the last");
    }
    signal.run();
    calls.decrementAndGet();
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    checked(
        () -> {
          if (!subscription.complete(newSubscription)) {
            end.completeExceptionally(new AssertionError("subscribed twice"));
          }
        });
    if (requestedAtFirst > 0) {
      newSubscription.request(requestedAtFirst);
    }
  }

  @Override
  public void onNext(T item) {
    checked(
        () -> {
          synchronized (this) {
            items.add(item);
            notifyAll();
          }
          onItem.accept(item);
        });
  }

  @Override
  public void onError(Throwable failure) {
    checked(() -> {});
    end.complete(new End(failure));
  }

  @Override
  public void onComplete() {
    checked(() -> {});
    end.complete(new End(null));
  }

  Flow.Subscription subscription() {
    return ServerAndClient.await(subscription);
  }

  /** What came, once there are so many. */
  synchronized List<T> awaitItems(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (items.size() < count) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new AssertionError("expected " + count + " items, found " + items);
      }
      wait(millis);
    }
    return List.copyOf(items);
  }

  synchronized List<T> items() {
    return List.copyOf(items);
  }

  /** What it failed with; null if it completed. */
  @Nullable Throwable awaitEnd() {
    return ServerAndClient.await(end).failure();
  }

  boolean hasEnded() {
    return end.isDone();
  }
}
