package io.atomicstore.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a publisher shows, for a thread that waits for it; a bounded number is held ahead. */
final class BlockingEvents<T> implements Flow.Subscriber<T>, Iterator<T> {

  private static final int AHEAD_MAX = 256;

  // Guarded by this.
  private final ArrayDeque<T> ahead = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Throwable failure;
  private boolean hasEnded;
  private boolean isClosed;
  private int taken;

  private BlockingEvents() {}

  /** What the publisher shows; the stream must be closed. */
  static <T> Stream<T> stream(Flow.Publisher<T> publisher) {
    BlockingEvents<T> events = new BlockingEvents<>();
    publisher.subscribe(events);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(events, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(events::close);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    boolean isToCancel;
    synchronized (this) {
      isToCancel = isClosed || subscription != null;
      if (!isToCancel) {
        subscription = newSubscription;
      }
    }
    if (isToCancel) {
      newSubscription.cancel();
    } else {
      newSubscription.request(AHEAD_MAX);
    }
  }

  @Override
  public synchronized void onNext(T item) {
    ahead.add(item);
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable newFailure) {
    failure = newFailure;
    hasEnded = true;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    hasEnded = true;
    notifyAll();
  }

  /**
   * Waits for the next one.
   *
   * @throws RuntimeException what reading failed with; {@link IllegalStateException} if the thread
   *     is interrupted, whose flag stays set, or the stream is closed
   */
  @Override
  public synchronized boolean hasNext() {
    while (ahead.isEmpty() && !hasEnded && !isClosed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for an event", e);
      }
    }
    if (isClosed) {
      throw new IllegalStateException("the stream is closed");
    }
    if (ahead.isEmpty() && failure instanceof RuntimeException thrown) {
      throw thrown;
    }
    return !ahead.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no event is left");
    }
    Flow.Subscription requesting = null;
    T item;
    synchronized (this) {
      item = ahead.remove();
      taken++;
      if (taken == AHEAD_MAX / 2) {
        taken = 0;
        requesting = subscription;
      }
    }
    if (requesting != null) {
      requesting.request(AHEAD_MAX / 2);
    }
    return item;
  }

  private void close() {
    Flow.Subscription cancelling;
    synchronized (this) {
      isClosed = true;
      ahead.clear();
      cancelling = subscription;
      notifyAll();
    }
    if (cancelling != null) {
      cancelling.cancel();
    }
  }
}
