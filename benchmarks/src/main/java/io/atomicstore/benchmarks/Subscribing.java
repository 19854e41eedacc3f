package io.atomicstore.benchmarks;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Originator;
import io.atomicstore.engine.StoreIfValid;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.pekko.Done;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * A subscriber to all scopes beside writers at full rate on 1,000 scopes: whether it keeps up, and
 * how long after its originator an event's subscriber hears of it.
 */
final class Subscribing {

  private static final int SCOPES = 1_000;
  private static final int CALLERS = 256;
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration DURATION = Duration.ofSeconds(8);

  private final ConcurrentMap<EventId, Long> resultNanos = new ConcurrentHashMap<>();
  private final Histogram delayMicros = new ConcurrentHistogram(60_000_000L, 3);
  private final AtomicLong early = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();

  private Subscribing() {}

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? 3 : Integer.parseInt(arguments.get(0));
    try (Bench bench = new Bench()) {
      writeAlone(bench);
      for (int round = 0; round < rounds; round++) {
        double alone = writeAlone(bench);
        new Subscribing().measure(bench, alone);
      }
    }
  }

  private static double writeAlone(Bench bench) throws Exception {
    try (AtomicStore<LoadEvent, String> store = bench.newStore()) {
      return write(store, DURATION, (eventId, nanos) -> {});
    }
  }

  private void measure(Bench bench, double alone) throws Exception {
    try (AtomicStore<LoadEvent, String> store = bench.newStore()) {
      var subscription =
          store
              .subscribeAll()
              .viaMat(KillSwitches.single(), Keep.right())
              .toMat(Sink.foreach(event -> onDelivered(event.event().eventId())), Keep.both())
              .run(bench.system());
      AtomicLong written = new AtomicLong();
      write(store, WARM_UP, (eventId, nanos) -> written.incrementAndGet());
      awaitDelivered(written, subscription.second());
      resultNanos.clear();
      delayMicros.reset();
      early.set(0);
      long warmedUp = written.get();
      long startNanos = System.nanoTime();
      double eventsPerSecond =
          write(
              store,
              DURATION,
              (eventId, nanos) -> {
                written.incrementAndGet();
                onResult(eventId, nanos);
              });
      long behind = written.get() - delivered.get();
      awaitDelivered(written, subscription.second());
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      subscription.first().shutdown();
      System.out.printf(
          Locale.ROOT,
          "alone %,.0f events/s written; with a subscriber %,.0f written, %,.0f delivered,"
              + " %,d behind at the end; delay p50 %.3f ms, p99 %.3f ms, %.0f %% before the result%n",
          alone,
          eventsPerSecond,
          (written.get() - warmedUp) / seconds,
          behind,
          delayMicros.getValueAtPercentile(50) / 1e3,
          delayMicros.getValueAtPercentile(99) / 1e3,
          100.0 * early.get() / (delivered.get() - warmedUp));
    }
  }

  private void awaitDelivered(AtomicLong written, CompletionStage<Done> subscription)
      throws InterruptedException {
    while (delivered.get() < written.get()) {
      if (subscription.toCompletableFuture().isDone()) {
        subscription.toCompletableFuture().join();
      }
      Thread.sleep(1);
    }
  }

  /** Whoever comes second, the result or the subscriber, knows both times. */
  private void onResult(EventId eventId, long nanos) {
    if (resultNanos.putIfAbsent(eventId, nanos) != null) {
      resultNanos.remove(eventId);
      early.incrementAndGet();
      delayMicros.recordValue(0);
    }
  }

  private void onDelivered(EventId eventId) {
    delivered.incrementAndGet();
    long nanos = System.nanoTime();
    Long result = resultNanos.putIfAbsent(eventId, nanos);
    if (result != null) {
      resultNanos.remove(eventId);
      delayMicros.recordValue(Math.max(0, (nanos - result) / 1000));
    }
  }

  private interface Heard {
    void of(EventId eventId, long nanos);
  }

  private static double write(AtomicStore<LoadEvent, String> store, Duration duration, Heard heard)
      throws Exception {
    Originator<LoadEvent, String, Void> originator = store.originator(new CountingFold());
    List<ScopeId> scopes = Bench.scopes(SCOPES);
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicLong next = new AtomicLong();
    AtomicLong open = new AtomicLong(CALLERS);
    AtomicLong stored = new AtomicLong();
    Runnable[] submit = new Runnable[1];
    submit[0] =
        () -> {
          if (isOver.get()) {
            open.decrementAndGet();
            return;
          }
          int scope = (int) (next.getAndIncrement() % SCOPES);
          StoreIfValid<LoadEvent> submission =
              StoreIfValid.of(LoadEvent.of(scope, scopes.get(scope)));
          originator
              .storeIfValid(submission)
              .whenComplete(
                  (result, failure) -> {
                    if (!(result instanceof Result.Accepted)) {
                      throw new IllegalStateException(
                          "expected an accepted event, found " + result, failure);
                    }
                    stored.incrementAndGet();
                    heard.of(submission.eventId(), System.nanoTime());
                    submit[0].run();
                  });
        };
    long startNanos = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      submit[0].run();
    }
    Thread.sleep(duration.toMillis());
    double eventsPerSecond = stored.get() * 1e9 / (System.nanoTime() - startNanos);
    isOver.set(true);
    while (open.get() > 0) {
      Thread.sleep(1);
    }
    return eventsPerSecond;
  }
}
