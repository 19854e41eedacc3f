package io.atomicstore.benchmarks;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Originator;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.engine.ValidationRequest;
import io.atomicstore.originator.OriginatorSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * What an event costs on a log of a million events, against one on a log of a thousand, in
 * alternation: with an originator that knows the log, from nothing in memory, and in bytes.
 */
final class Length {

  private static final int SHORT_EVENTS = 1_000;
  private static final int TOGETHER = 500;
  private static final int CALLERS = 64;
  private static final int BATCH_EVENTS = 2_000;

  private final Bench bench;
  private final int longEvents;
  private final int rounds;

  private Length(Bench bench, int longEvents, int rounds) {
    this.bench = bench;
    this.longEvents = longEvents;
    this.rounds = rounds;
  }

  static void run(List<String> arguments) throws Exception {
    int longEvents = arguments.isEmpty() ? 1_000_000 : Integer.parseInt(arguments.get(0));
    int rounds = arguments.size() < 2 ? 40 : Integer.parseInt(arguments.get(1));
    try (Bench bench = new Bench()) {
      Length length = new Length(bench, longEvents, rounds);
      length.measureWarm(OriginatorSettings.DEFAULT, "fast path");
      length.measureWarm(OriginatorSettings.DEFAULT.withDecidesAhead(false), "full conversation");
      length.measureCold();
    }
  }

  private static LoadEvent event(ScopeId scopeId) {
    return LoadEvent.of(0, scopeId);
  }

  private static void grow(
      Originator<LoadEvent, String, Void> originator, ScopeId scopeId, int events)
      throws Exception {
    List<LoadEvent> together = Collections.nCopies(TOGETHER, event(scopeId));
    Callers.store(
        4, events / TOGETHER, caller -> originator.storeIfValid(StoreIfValid.ofAll(together)));
  }

  private void measureWarm(OriginatorSettings settings, String name) throws Exception {
    ScopeId longLog = new ScopeId("long");
    try (AtomicStore<LoadEvent, String> store = bench.newStore()) {
      Originator<LoadEvent, String, Void> originator =
          store.originator(new CountingFold(), settings);
      grow(originator, longLog, longEvents);
      Ratios throughput = new Ratios();
      Histogram shortMicros = new Histogram(60_000_000L, 3);
      Histogram longMicros = new Histogram(60_000_000L, 3);
      double shortNanos = 0;
      double longNanos = 0;
      for (int round = -5; round < rounds; round++) {
        ScopeId shortLog = new ScopeId("short-" + round);
        grow(originator, shortLog, SHORT_EVENTS);
        boolean isLongFirst = round % 2 == 0;
        Batch first = batch(originator, isLongFirst ? longLog : shortLog);
        Batch second = batch(originator, isLongFirst ? shortLog : longLog);
        if (round >= 0) {
          Batch onLong = isLongFirst ? first : second;
          Batch onShort = isLongFirst ? second : first;
          throughput.add(onShort.nanos / onLong.nanos);
          shortMicros.add(onShort.micros);
          longMicros.add(onLong.micros);
          shortNanos += onShort.nanos;
          longNanos += onLong.nanos;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%nwarm, %s, %d callers on one scope, %d batches of %,d events%n"
              + "  %,d events: %,.0f events/s, p50 %.3f ms, p99 %.3f ms%n"
              + "  %,d events: %,.0f events/s, p50 %.3f ms, p99 %.3f ms%n"
              + "  throughput, long to short: %s; p99, long to short: %.3f%n",
          name,
          CALLERS,
          rounds,
          BATCH_EVENTS,
          SHORT_EVENTS,
          (double) rounds * BATCH_EVENTS / shortNanos * 1e9,
          shortMicros.getValueAtPercentile(50) / 1e3,
          shortMicros.getValueAtPercentile(99) / 1e3,
          longEvents,
          (double) rounds * BATCH_EVENTS / longNanos * 1e9,
          longMicros.getValueAtPercentile(50) / 1e3,
          longMicros.getValueAtPercentile(99) / 1e3,
          throughput,
          (double) longMicros.getValueAtPercentile(99) / shortMicros.getValueAtPercentile(99));
    }
  }

  private record Batch(double nanos, Histogram micros) {}

  private static Batch batch(Originator<LoadEvent, String, Void> originator, ScopeId scopeId)
      throws Exception {
    long startNanos = System.nanoTime();
    Histogram micros =
        Callers.store(CALLERS, BATCH_EVENTS, caller -> originator.storeIfValid(event(scopeId)));
    return new Batch(System.nanoTime() - startNanos, micros);
  }

  private void measureCold() throws Exception {
    ScopeId longLog = new ScopeId("long");
    ScopeId shortLog = new ScopeId("short");
    List<Double> shortMillis = new ArrayList<>();
    List<Double> longMillis = new ArrayList<>();
    Ratios ratios = new Ratios();
    try (AtomicStore<LoadEvent, String> store = bench.newStore(builder -> builder.liveLogsMax(1))) {
      Originator<LoadEvent, String, Void> originator = store.originator(new CountingFold());
      grow(originator, longLog, longEvents + SHORT_EVENTS / 2);
      grow(originator, shortLog, SHORT_EVENTS + SHORT_EVENTS / 2);
      for (int round = -10; round < rounds; round++) {
        boolean isLongFirst = round % 2 == 0;
        double first = millisToRequest(store, isLongFirst ? longLog : shortLog);
        double second = millisToRequest(store, isLongFirst ? shortLog : longLog);
        if (round >= 0) {
          longMillis.add(isLongFirst ? first : second);
          shortMillis.add(isLongFirst ? second : first);
          ratios.add(longMillis.get(round) / shortMillis.get(round));
        }
      }
      longMillis.sort(null);
      shortMillis.sort(null);
      System.out.printf(
          Locale.ROOT,
          "%ncold, to the first validation request%n"
              + "  %,d events: median %.2f ms, longest %.2f ms%n"
              + "  %,d events: median %.2f ms, longest %.2f ms%n"
              + "  long to short: %s%n",
          SHORT_EVENTS + SHORT_EVENTS / 2,
          shortMillis.get(rounds / 2),
          shortMillis.get(rounds - 1),
          longEvents + SHORT_EVENTS / 2,
          longMillis.get(rounds / 2),
          longMillis.get(rounds - 1),
          ratios);
      printBytes(store, shortLog, SHORT_EVENTS + SHORT_EVENTS / 2);
      printBytes(store, longLog, longEvents + SHORT_EVENTS / 2);
    }
  }

  /** Has the log of a scope leave memory, and opens it by a submission. */
  private double millisToRequest(AtomicStore<LoadEvent, String> store, ScopeId scopeId)
      throws Exception {
    ask(store, StoreIfValid.of(event(new ScopeId("another"))));
    while (store.liveScopes().toCompletableFuture().get().size() > 1) {
      Thread.sleep(1);
    }
    Thread.sleep(2);
    long startNanos = System.nanoTime();
    ask(store, StoreIfValid.of(event(scopeId)));
    return (System.nanoTime() - startNanos) / 1e6;
  }

  /** Submits, and rejects once the log has asked. */
  private ValidationRequest<?> ask(
      AtomicStore<LoadEvent, String> store, StoreIfValid<LoadEvent> submission) throws Exception {
    ActorRef receptionist = store.receptionist();
    ValidationRequest<?> request = (ValidationRequest<?>) Bench.ask(receptionist, submission);
    Object result = Bench.ask(receptionist, request.reject("not wanted"));
    if (!(result instanceof Result.Rejected)) {
      throw new IllegalStateException("expected a rejected event, found " + result);
    }
    return request;
  }

  /** Prints the bytes of the four messages of one event, as they would go to another node. */
  private void printBytes(AtomicStore<LoadEvent, String> store, ScopeId scopeId, int events)
      throws Exception {
    LogPrefix known = ask(store, StoreIfValid.of(event(scopeId))).past();
    StoreIfValid<LoadEvent> submission = StoreIfValid.of(event(scopeId)).withKnown(known);
    ValidationRequest<?> request =
        (ValidationRequest<?>) Bench.ask(store.receptionist(), submission);
    Object response = request.accept();
    Object result =
        Patterns.ask(store.receptionist(), response, java.time.Duration.ofSeconds(60))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    System.out.printf(
        Locale.ROOT,
        "bytes of one event of %d on a log of %,d, known: submission %,d, request %,d,"
            + " response %,d, result %,d; to one who knows nothing, the request has %,d%n",
        LoadEvent.BYTES,
        events,
        bytes(submission),
        bytes(request),
        bytes(response),
        bytes(result),
        bytes(ask(store, StoreIfValid.of(event(scopeId)))));
  }

  private int bytes(Object message) {
    return SerializationExtension.get(bench.system()).serialize(message).get().length;
  }
}
