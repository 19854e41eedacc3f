package io.atomicstore.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.AtomicStoreBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;

/** An actor system on RocksDB in a fresh directory, and the loads that run on it. */
final class Bench implements AutoCloseable {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final ActorSystem system;
  private int runs;

  Bench() throws IOException {
    directory = Files.createTempDirectory("atomic-store-benchmark");
    system =
        ActorSystem.create(
            "benchmark",
            ConfigFactory.parseMap(
                    Map.of("atomic-store.rocksdb.directory", directory.resolve("db").toString()))
                .withFallback(ConfigFactory.load()));
  }

  ActorSystem system() {
    return system;
  }

  Path directory() {
    return directory;
  }

  /** A store whose logs no other run has used. */
  AtomicStore<LoadEvent, String> newStore() {
    return newStore(builder -> builder);
  }

  /** The same with other settings. */
  AtomicStore<LoadEvent, String> newStore(
      UnaryOperator<AtomicStoreBuilder<LoadEvent, String>> settings) {
    return settings
        .apply(
            AtomicStore.builder(LoadEvent.class, LoadEvent::scopeId, "timed out")
                .name("run-" + runs++)
                .plugins("atomic-store.rocksdb"))
        .start(system);
  }

  static List<ScopeId> scopes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new ScopeId("scope-" + i)).toList();
  }

  /** Runs a load on a store of its own. */
  Run onStore(int scopes, int originators, int inFlight, Duration duration) throws Exception {
    try (AtomicStore<LoadEvent, String> store = newStore()) {
      List<ActorRef> targets = Collections.nCopies(scopes, store.receptionist());
      return run(scopes(scopes), targets, originators, inFlight, duration);
    }
  }

  /** Runs the same load on bare actors. */
  Run onBareActors(int scopes, int originators, int inFlight, Duration duration) throws Exception {
    int run = runs++;
    List<ActorRef> targets =
        actors(scopes, i -> system.actorOf(BareLog.props("bare-" + run + "|scope-" + i)));
    Run result = run(scopes(scopes), targets, originators, inFlight, duration);
    stop(targets);
    return result;
  }

  /** Runs originators for {@code duration} after half of it as warm-up. */
  Run run(
      List<ScopeId> scopes,
      List<ActorRef> targets,
      int originators,
      int inFlight,
      Duration duration)
      throws Exception {
    LongAdder accepted = new LongAdder();
    LoadOriginator.Load load = new LoadOriginator.Load(scopes, targets, inFlight, accepted);
    List<ActorRef> actors =
        actors(
            originators,
            i -> system.actorOf(LoadOriginator.props(load, i * scopes.size() / originators)));
    for (ActorRef actor : actors) {
      actor.tell(new LoadOriginator.Start(), ActorRef.noSender());
    }
    Thread.sleep(duration.toMillis() / 2);
    long acceptedBefore = accepted.sum();
    long cpuBeforeNanos = PROCESS.getProcessCpuTime();
    long startNanos = System.nanoTime();
    Thread.sleep(duration.toMillis());
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long events = accepted.sum() - acceptedBefore;
    double cpuMicros = (PROCESS.getProcessCpuTime() - cpuBeforeNanos) / 1000.0 / events;
    Histogram latencies = new Histogram(60_000_000L, 3);
    for (ActorRef actor : actors) {
      latencies.add((Histogram) ask(actor, new LoadOriginator.Stop()));
    }
    stop(actors);
    return new Run(events / seconds, cpuMicros, latencies);
  }

  private static List<ActorRef> actors(int count, IntFunction<ActorRef> start) {
    return IntStream.range(0, count).mapToObj(start).toList();
  }

  static Object ask(ActorRef actor, Object message) throws Exception {
    return Patterns.ask(actor, message, PATIENCE)
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void stop(List<ActorRef> actors) throws Exception {
    for (ActorRef actor : actors) {
      Patterns.gracefulStop(actor, PATIENCE)
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Prints the median of a figure over runs, with the least and the greatest. */
  static String spread(List<Run> runs, Function<Run, Double> figure) {
    List<Double> sorted = new ArrayList<>(runs.stream().map(figure).toList());
    sorted.sort(Comparator.naturalOrder());
    return String.format(
        java.util.Locale.ROOT,
        "%,.3f (%,.3f to %,.3f)",
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  @Override
  public void close() throws IOException {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
