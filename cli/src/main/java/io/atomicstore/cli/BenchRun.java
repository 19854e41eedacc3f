package io.atomicstore.cli;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Originator;
import io.atomicstore.client.Payload;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.Result;
import io.atomicstore.originator.OriginatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Puts load on a node, and measures. To be run once; can be ended from any thread. */
final class BenchRun {

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final Supplier<AtomicStoreClientBuilder> clients;
  private final BenchLoad load;
  private final EncodedEvent event;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final LongAdder accepted = new LongAdder();
  private volatile Measurement measurement = new Measurement();

  /** What was counted since one moment. */
  private static final class Measurement {
    private final Recorder latencyNanos = new Recorder(3);
    private final Map<String, LongAdder> results = new ConcurrentHashMap<>();
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = cpuNanos();

    void add(String kind, long nanos) {
      results.computeIfAbsent(kind, any -> new LongAdder()).increment();
      latencyNanos.recordValue(nanos);
    }

    BenchReport report(BenchLoad load) {
      Map<String, Long> counts = new TreeMap<>();
      results.forEach((kind, count) -> counts.put(kind, count.sum()));
      return new BenchReport(
          load,
          Duration.ofNanos(System.nanoTime() - startNanos),
          counts,
          latencyNanos.getIntervalHistogram(),
          cpuNanos() - startCpuNanos);
    }

    private static long cpuNanos() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
  }

  /**
   * @param clients makes a client for each originator
   */
  BenchRun(Supplier<AtomicStoreClientBuilder> clients, BenchLoad load) {
    this.clients = clients;
    this.load = load;
    byte[] content = new byte[load.sizeBytes()];
    new SplittableRandom(1).nextBytes(content);
    this.event = EncodedEvent.of("bench", Payload.of("application/octet-stream", content));
  }

  BenchReport run() throws InterruptedException {
    List<AtomicStoreClient> started = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = 0; i < load.originators(); i++) {
        AtomicStoreClient client = clients.get().openSubmissionsMax(load.inFlight()).start();
        started.add(client);
        Originator<EncodedEvent, String, Payload> originator =
            client.originator(
                RawEvents.FORMATS,
                RawEvents.ACCEPTING,
                OriginatorSettings.DEFAULT
                    .withStatesMax(load.scopes())
                    .withDecidesAhead(load.path() == BenchLoad.Path.FAST));
        threads.add(startThread(originator, i));
      }
      awaitOr(WARM_UP);
      measurement = new Measurement();
      awaitOr(load.duration());
      return measurement.report(load);
    } finally {
      end();
      for (Thread thread : threads) {
        thread.join();
      }
      started.forEach(AtomicStoreClient::close);
    }
  }

  private void awaitOr(Duration duration) throws InterruptedException {
    var unused = ended.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Thread startThread(Originator<EncodedEvent, String, Payload> originator, int nr) {
    Thread thread = new Thread(() -> submit(originator, nr), "bench-" + nr);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void submit(Originator<EncodedEvent, String, Payload> originator, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Semaphore room = new Semaphore(load.inFlight());
    while (ended.getCount() > 0) {
      room.acquireUninterruptibly();
      long startNanos = System.nanoTime();
      originator
          .storeIfValid(StoreIfValid.of(load.scope(random.nextInt(load.scopes())), event))
          .whenComplete(
              (result, failure) -> {
                count(result, System.nanoTime() - startNanos);
                room.release();
              });
    }
    room.acquireUninterruptibly(load.inFlight());
  }

  private void count(@Nullable Result<EncodedEvent, String, Payload> result, long nanos) {
    if (result != null && result.wasAccepted()) {
      accepted.increment();
    }
    measurement.add(result == null ? "Failed" : result.getClass().getSimpleName(), nanos);
  }

  /** Submits nothing more. */
  void end() {
    ended.countDown();
  }

  /** How it goes, in one line. */
  String progress(Duration elapsed) {
    Duration left = WARM_UP.plus(load.duration()).minus(elapsed);
    return String.format(
        Locale.ROOT,
        "%,d events stored, %,d a second; %d seconds left",
        accepted.sum(),
        Progress.perSecond(accepted.sum(), elapsed),
        Math.max(0, left.toSeconds()));
  }
}
