package io.atomicstore.benchmarks;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One originator on one scope, one event in flight, against a bare append of the same size and its
 * fdatasync, alternating in one run.
 */
final class Latency {

  private static final int ROUNDS = 5;
  private static final int APPENDS = 3000;
  private static final int RECORD_BYTES = 400;

  private Latency() {}

  static void run() throws Exception {
    try (Bench bench = new Bench()) {
      bench.onStore(1, 1, 1, Duration.ofSeconds(8));
      for (int round = 0; round < ROUNDS; round++) {
        double fsyncMillis = fsync(bench);
        Run store = bench.onStore(1, 1, 1, Duration.ofSeconds(5));
        Run bare = bench.onBareActors(1, 1, 1, Duration.ofSeconds(5));
        System.out.printf(
            Locale.ROOT,
            "  append and fdatasync p50 %.3f ms;  bare actor %s;  store %s;  store - fdatasync %.3f"
                + " ms%n",
            fsyncMillis,
            bare,
            store,
            store.p50Millis() - fsyncMillis);
      }
    }
  }

  /** The median of an append with fdatasync, in milliseconds. */
  private static double fsync(Bench bench) throws Exception {
    Histogram micros = new Histogram(60_000_000L, 3);
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    try (RandomAccessFile file =
            new RandomAccessFile(bench.directory().resolve("appended").toFile(), "rw");
        FileChannel channel = file.getChannel()) {
      for (int i = 0; i < APPENDS; i++) {
        long startNanos = System.nanoTime();
        channel.write(record.clear());
        channel.force(false);
        micros.recordValue((System.nanoTime() - startNanos) / 1000);
      }
    }
    return micros.getValueAtPercentile(50) / 1000.0;
  }
}
