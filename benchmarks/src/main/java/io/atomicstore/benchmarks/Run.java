package io.atomicstore.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What one run of a load gave. */
record Run(double eventsPerSecond, Histogram latencyMicros) {

  double p50Millis() {
    return latencyMicros.getValueAtPercentile(50) / 1000.0;
  }

  double p99Millis() {
    return latencyMicros.getValueAtPercentile(99) / 1000.0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,9.0f events/s  p50 %7.3f ms  p99 %8.3f ms",
        eventsPerSecond,
        p50Millis(),
        p99Millis());
  }
}
