package io.atomicstore.benchmarks;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.BlockingOriginator;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Formats;
import io.atomicstore.client.Payload;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.OriginatorSettings;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What a validation takes over gRPC on a log of a million events, against one on a log of a
 * thousand, in alternation: one client that knows both logs, one event under way, the full
 * conversation.
 */
final class Warm {

  private static final int SHORT_EVENTS = 1_000;
  private static final int TOGETHER = 1_000;
  private static final int BATCH_EVENTS = 1_000;
  private static final int WARM_UP_ROUNDS = 5;
  private static final ScopeId LONG = new ScopeId("long");

  private static final EncodedEvent EVENT =
      EncodedEvent.of("load", Payload.of("application/octet-stream", new byte[LoadEvent.BYTES]));

  private record Counting() implements FoldValidator<Long, EncodedEvent, String, String> {

    @Override
    public Long initial(ScopeId scopeId) {
      return 0L;
    }

    @Override
    public Long apply(Long count, EncodedEvent event) {
      return count + 1;
    }

    @Override
    public Decision<String, String> decide(Long count, EncodedEvent event) {
      return Decision.accept();
    }
  }

  private final BlockingOriginator<EncodedEvent, String, String> originator;
  private final Ratios medians = new Ratios();
  private final Ratios p99s = new Ratios();
  private final Histogram onShort = histogram();
  private final Histogram onLong = histogram();

  private Warm(BlockingOriginator<EncodedEvent, String, String> originator) {
    this.originator = originator;
  }

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? 40 : Integer.parseInt(arguments.get(0));
    int longEvents = arguments.size() < 2 ? 1_000_000 : Integer.parseInt(arguments.get(1));
    try (ServerProcess node = ServerProcess.start("edge-node");
        AtomicStoreClient client = AtomicStoreClient.builder("127.0.0.1:" + node.port()).start()) {
      Warm warm =
          new Warm(
              client
                  .originator(
                      Formats.of(EventFormat.raw()),
                      new Counting(),
                      OriginatorSettings.DEFAULT.withDecidesAhead(false))
                  .blocking());
      warm.measure(rounds, longEvents);
    }
  }

  private void measure(int rounds, int longEvents) throws Exception {
    grow(LONG, longEvents);
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      ScopeId shortLog = new ScopeId("short-" + round);
      grow(shortLog, SHORT_EVENTS);
      boolean isLongFirst = round % 2 == 0;
      Histogram first = batch(isLongFirst ? LONG : shortLog);
      Histogram second = batch(isLongFirst ? shortLog : LONG);
      if (round >= 0) {
        add(isLongFirst ? first : second, isLongFirst ? second : first);
      }
    }
    print(SHORT_EVENTS, onShort);
    print(longEvents, onLong);
    System.out.printf(
        "long to short, %d batches of %,d events: medians %s; p99 %s; p99 of all %.3f%n",
        rounds,
        BATCH_EVENTS,
        medians,
        p99s,
        ratio(onLong, onShort, latency -> latency.getValueAtPercentile(99)));
  }

  private void add(Histogram longNanos, Histogram shortNanos) {
    medians.add(ratio(longNanos, shortNanos, latency -> latency.getValueAtPercentile(50)));
    p99s.add(ratio(longNanos, shortNanos, latency -> latency.getValueAtPercentile(99)));
    onLong.add(longNanos);
    onShort.add(shortNanos);
  }

  private static double ratio(
      Histogram first, Histogram second, ToDoubleFunction<Histogram> figure) {
    return figure.applyAsDouble(first) / figure.applyAsDouble(second);
  }

  private static void print(int events, Histogram nanos) {
    System.out.printf(
        Locale.ROOT,
        "%,9d events: p50 %.3f ms, p99 %.3f ms%n",
        events,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6);
  }

  private static Histogram histogram() {
    return new Histogram(60_000_000_000L, 3);
  }

  private void grow(ScopeId scopeId, int events) throws InterruptedException {
    for (int left = events; left > 0; left -= TOGETHER) {
      store(StoreIfValid.ofAll(scopeId, Collections.nCopies(Math.min(left, TOGETHER), EVENT)));
    }
  }

  private Histogram batch(ScopeId scopeId) throws InterruptedException {
    Histogram nanos = histogram();
    for (int i = 0; i < BATCH_EVENTS; i++) {
      long startNanos = System.nanoTime();
      store(StoreIfValid.of(scopeId, EVENT));
      nanos.recordValue(System.nanoTime() - startNanos);
    }
    return nanos;
  }

  private void store(StoreIfValid<EncodedEvent> submission) throws InterruptedException {
    Result<EncodedEvent, String, String> result = originator.storeIfValid(submission);
    if (!result.wasAccepted()) {
      throw new IllegalStateException(
          "expected an accepted event in '" + submission.scopeId().value() + "', found " + result);
    }
  }
}
