package io.atomicstore.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that asks for as much as the test wants, and holds the publisher to the rules of
 * Reactive Streams: its first signal is the subscription, it signals one at a time, no more than
 * was requested, and nothing behind the end.
 */
final class RequestingSubscriber<T> implements Flow.Subscriber<T> {

  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private final BlockingQueue<T> items = new LinkedBlockingQueue<>();
  private final AtomicLong requested = new AtomicLong();
  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private final BlockingQueue<String> breaches = new LinkedBlockingQueue<>();

  @Override
  public void onSubscribe(Flow.Subscription given) {
    signalled(
        () -> {
          if (!subscription.complete(given)) {
            breaches.add("subscribed twice");
          }
        });
  }

  @Override
  public void onNext(T item) {
    signalled(
        () -> {
          checkBegun("item");
          if (requested.decrementAndGet() < 0) {
            breaches.add("more than was requested");
          }
          items.add(item);
        });
  }

  @Override
  public void onError(Throwable throwable) {
    signalled(() -> end(throwable));
  }

  @Override
  public void onComplete() {
    signalled(() -> end(null));
  }

  private void end(@Nullable Throwable failure) {
    checkBegun("end");
    end.complete(Optional.ofNullable(failure));
  }

  private void checkBegun(String signal) {
    if (!subscription.isDone()) {
      breaches.add(signal + " before the subscription");
    }
    if (end.isDone()) {
      breaches.add(signal + " behind the end");
    }
  }

  private void signalled(Runnable signal) {
    if (!isSignalled.compareAndSet(false, true)) {
      breaches.add("two signals at a time");
    }
    signal.run();
    isSignalled.set(false);
  }

  void request(long count) {
    requested.addAndGet(count);
    StoreUnderTest.await(subscription).request(count);
  }

  /** Asks for less than one item, which is against the rules. */
  void requestNothing() {
    StoreUnderTest.await(subscription).request(0);
  }

  void cancel() {
    StoreUnderTest.await(subscription).cancel();
  }

  /** Waits for the next item that was requested. */
  T next() throws InterruptedException {
    T item = items.poll(StoreUnderTest.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (item == null) {
      throw new AssertionError("expected an item, found none; end: " + end);
    }
    return item;
  }

  List<T> next(int count) throws InterruptedException {
    List<T> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(next());
    }
    return taken;
  }

  /** Waits for the end, and tells what the source failed with; null if it has completed. */
  @Nullable Throwable end() {
    return StoreUnderTest.await(end).orElse(null);
  }

  /** What came that was not taken. */
  List<T> left() {
    return List.copyOf(items);
  }

  List<String> breaches() {
    return List.copyOf(breaches);
  }
}
