package io.atomicstore.benchmarks;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.BlockingOriginator;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * 64 originators on one scope: over gRPC, each with a connection of its own, and as callers of one
 * client, on a scope of their own; and with a row lock in PostgreSQL; alternating in one run.
 */
final class HotOverGrpc {

  private static final int ORIGINATORS = 64;
  private static final int SECONDS = 5;
  // Of their own: whoever takes turns on one scope is first shown what the others stored meanwhile.
  private static final ScopeId APART = new ScopeId("hot-apart");
  private static final ScopeId TOGETHER = new ScopeId("hot-together");

  /** Stores one event, and returns when it is accepted. */
  private interface Store {
    void store() throws Exception;
  }

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

  private HotOverGrpc() {}

  static void run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
    List<AutoCloseable> closed = new ArrayList<>();
    try (ServerProcess node = ServerProcess.start("edge-node");
        RowLock rowLock = new RowLock(ORIGINATORS)) {
      List<Store> locking = new ArrayList<>();
      List<Store> apart = new ArrayList<>();
      List<Store> together = new ArrayList<>();
      Store shared = store(client(node, closed), TOGETHER);
      for (int i = 0; i < ORIGINATORS; i++) {
        RowLock.Originator originator = rowLock.originator();
        closed.add(originator);
        locking.add(originator::store);
        apart.add(store(client(node, closed), APART));
        together.add(shared);
      }
      measure(rounds, locking, apart, together);
      for (AutoCloseable one : closed) {
        one.close();
      }
    }
  }

  private static AtomicStoreClient client(ServerProcess node, List<AutoCloseable> closed) {
    AtomicStoreClient client = AtomicStoreClient.builder("127.0.0.1:" + node.port()).start();
    closed.add(client);
    return client;
  }

  private static Store store(AtomicStoreClient client, ScopeId scope) {
    BlockingOriginator<EncodedEvent, String, String> originator =
        client.originator(EventFormat.raw(), new Counting()).blocking();
    EncodedEvent event =
        EncodedEvent.of("load", Payload.of("application/octet-stream", new byte[LoadEvent.BYTES]));
    return () -> {
      if (!originator.storeIfValid(scope, event).wasAccepted()) {
        throw new IllegalStateException("expected an accepted event");
      }
    };
  }

  private static void measure(
      int rounds, List<Store> locking, List<Store> apart, List<Store> together) throws Exception {
    load(locking);
    load(apart);
    load(together);
    Ratios apartRatios = new Ratios();
    Ratios apartLatencies = new Ratios();
    Ratios togetherRatios = new Ratios();
    Ratios togetherLatencies = new Ratios();
    for (int round = 0; round < rounds; round++) {
      Run lock = load(locking);
      Run one = load(apart);
      Run other = load(together);
      apartRatios.add(one.eventsPerSecond() / lock.eventsPerSecond());
      apartLatencies.add(one.p99Millis() / lock.p99Millis());
      togetherRatios.add(other.eventsPerSecond() / lock.eventsPerSecond());
      togetherLatencies.add(other.p99Millis() / lock.p99Millis());
      System.out.printf(
          Locale.ROOT, "  row lock %s%n  apart    %s%n  together %s%n", lock, one, other);
    }
    System.out.printf(
        "%d originators on one scope, to a row lock: each with a connection, events %s, p99 %s;"
            + " callers of one client, events %s, p99 %s%n",
        ORIGINATORS, apartRatios, apartLatencies, togetherRatios, togetherLatencies);
  }

  private static Run load(List<Store> stores) throws Exception {
    AtomicBoolean isStopped = new AtomicBoolean();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<Histogram> histograms = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Store store : stores) {
      Histogram histogram = new Histogram(60_000_000L, 3);
      histograms.add(histogram);
      threads.add(
          new Thread(
              () -> {
                try {
                  while (!isStopped.get()) {
                    long start = System.nanoTime();
                    store.store();
                    histogram.recordValue((System.nanoTime() - start) / 1000);
                  }
                } catch (Exception e) {
                  failure.set(e);
                }
              }));
    }
    long start = System.nanoTime();
    threads.forEach(Thread::start);
    Thread.sleep(SECONDS * 1000L);
    isStopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    Exception thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Histogram all = new Histogram(60_000_000L, 3);
    histograms.forEach(all::add);
    return new Run(all.getTotalCount() / seconds, 0, all);
  }
}
