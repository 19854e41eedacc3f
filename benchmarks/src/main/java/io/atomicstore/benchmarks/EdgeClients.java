package io.atomicstore.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Some connections to one server that submit in turns, to a thousand scopes that stay theirs. */
final class EdgeClients implements AutoCloseable {

  private static final int SCOPES = 1_000;

  private final ServerProcess server;
  private final int inFlight;
  private final List<EdgeLoad> loads = new ArrayList<>();

  /**
   * @param connections divides a thousand
   * @param inFlight of each connection
   */
  EdgeClients(ServerProcess server, int connections, int inFlight, EdgeLoad.Way way) {
    this.server = server;
    this.inFlight = inFlight;
    int scopes = SCOPES / connections;
    for (int i = 0; i < connections; i++) {
      String prefix = way + "-" + connections + "-" + i + "-";
      loads.add(
          new EdgeLoad(
              server.port(), IntStream.range(0, scopes).mapToObj(s -> prefix + s).toList(), way));
    }
  }

  /** A turn of so many seconds, and one more before, of which only the latency counts. */
  Run load(int seconds) throws InterruptedException {
    for (EdgeLoad load : loads) {
      load.start(inFlight);
    }
    Thread.sleep(1000);
    long before = accepted();
    Duration cpuBefore = server.cpu();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    long accepted = accepted() - before;
    double cpuMicros = server.cpu().minus(cpuBefore).toNanos() / 1e3 / accepted;
    double elapsed = (System.nanoTime() - start) / 1e9;
    Histogram latency = new Histogram(60_000_000L, 3);
    for (EdgeLoad load : loads) {
      latency.add(load.stop());
    }
    return new Run(accepted / elapsed, cpuMicros, latency);
  }

  private long accepted() {
    return loads.stream().mapToLong(EdgeLoad::accepted).sum();
  }

  @Override
  public void close() {
    loads.forEach(EdgeLoad::close);
  }
}
