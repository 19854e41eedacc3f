package io.atomicstore.client;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the store: shows it what it requests, and goes on behind that when the connection
 * breaks. The subscriber is called on the client's executor, by one thread at a time.
 */
final class ReadSubscription<M, T> implements Flow.Subscription {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  private final ClientParts parts;
  private final Reads reads;
  private final ReadPlan<M, T> plan;
  private final Flow.Subscriber<? super T> subscriber;
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicLong requested = new AtomicLong();
  private volatile boolean isCancelled;
  private volatile boolean isBadlyRequested;

  // Owned by the task that runs.
  private final ArrayDeque<T> taken = new ArrayDeque<>();
  private final long patienceNanos;
  private @Nullable RuntimeException failure;
  private @Nullable ReadCall<M> call;
  private boolean hasSubscribed;
  private int failures;
  private long failingSinceNanos;
  private volatile boolean isPausing;
  private volatile boolean hasEnded;

  ReadSubscription(Reads reads, ReadPlan<M, T> plan, Flow.Subscriber<? super T> subscriber) {
    this.reads = reads;
    this.parts = reads.parts();
    this.plan = plan;
    this.subscriber = subscriber;
    this.patienceNanos = parts.settings().submissionTimeout().toNanos();
  }

  void start() {
    wake();
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      isBadlyRequested = true;
    } else {
      requested.accumulateAndGet(count, ReadSubscription::sum);
    }
    wake();
  }

  private static long sum(long one, long other) {
    return one + other < 0 ? Long.MAX_VALUE : one + other;
  }

  @Override
  public void cancel() {
    isCancelled = true;
    wake();
  }

  /** Something has changed; usable from any thread. */
  void wake() {
    if (!hasEnded && runs.getAndIncrement() == 0) {
      parts.executor().execute(this::run);
    }
  }

  private void run() {
    int seen = runs.get();
    do {
      try {
        step();
      } catch (RuntimeException | Error e) {
        LOGGER.error("a subscriber has thrown, and gets nothing more", e);
        end();
      }
      seen = runs.addAndGet(-seen);
    } while (seen != 0);
  }

  private void step() {
    if (!hasSubscribed) {
      hasSubscribed = true;
      subscriber.onSubscribe(this);
    }
    boolean isToGoOn = !hasEnded;
    while (isToGoOn) {
      isToGoOn = advance();
    }
  }

  /** Does one thing that is due; returns whether there may be another one. */
  private boolean advance() {
    if (isCancelled) {
      end();
      return false;
    } else if (isBadlyRequested) {
      fail(new IllegalArgumentException("expected a request for at least one, found one for less"));
      return false;
    } else if (!taken.isEmpty()) {
      return show();
    } else if (failure != null) {
      fail(failure);
      return false;
    } else if (plan.isComplete()) {
      end();
      subscriber.onComplete();
      return false;
    }
    ReadCall<M> current = call;
    if (current != null) {
      return read(current);
    } else if (reads.isClosed()) {
      fail(new StoreUnavailableException("the client is closed"));
      return false;
    }
    return !isPausing && begin();
  }

  private boolean show() {
    if (requested.get() == 0) {
      return false;
    }
    if (requested.get() != Long.MAX_VALUE) {
      requested.decrementAndGet();
    }
    subscriber.onNext(taken.remove());
    return true;
  }

  private boolean begin() {
    ReadCall<M> begun = new ReadCall<>(this::wake);
    call = begun;
    try {
      plan.call(parts.transport().stub(), begun);
    } catch (RuntimeException e) {
      // The application gave no token.
      begun.onError(Status.UNAUTHENTICATED.withDescription("no token: " + e).asException());
    }
    return true;
  }

  private boolean read(ReadCall<M> current) {
    M message = current.poll();
    if (message != null) {
      return take(current, message);
    }
    Status status = current.endedWith();
    if (status == null || current.hasMore()) {
      return status != null;
    }
    call = null;
    if (status.isOk() && plan.isCompleteWithCall()) {
      end();
      subscriber.onComplete();
    } else if (isToFail(status)) {
      fail(Statuses.toException(status));
    } else {
      pause();
      return reads.isClosed();
    }
    return false;
  }

  private boolean take(ReadCall<M> current, M message) {
    failures = 0;
    try {
      plan.take(message, taken::add);
      current.taken();
    } catch (UnreadableException | ProtocolException e) {
      // What precedes it is shown all the same.
      failure = e;
    }
    return true;
  }

  private boolean isToFail(Status status) {
    boolean isWaitedFor =
        plan.isFollowing() && (status.isOk() || status.getCode() == Status.Code.UNAVAILABLE);
    boolean isPatient =
        failures == 0 || parts.nanoClock().getAsLong() - failingSinceNanos < patienceNanos;
    return Statuses.isHopeless(status) || !(isWaitedFor || isPatient);
  }

  private void pause() {
    if (failures == 0) {
      failingSinceNanos = parts.nanoClock().getAsLong();
    }
    failures++;
    isPausing = true;
    parts.later(
        () -> {
          isPausing = false;
          wake();
        },
        parts.settings().backoff().nanosAfter(failures, parts.random()));
  }

  private void fail(RuntimeException cause) {
    end();
    subscriber.onError(cause);
  }

  private void end() {
    hasEnded = true;
    reads.ended(this);
    taken.clear();
    ReadCall<M> current = call;
    if (current != null) {
      current.cancel();
    }
  }
}
