package io.atomicstore.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one run of a load gave.
 *
 * @param cpuMicros processor time of this process, originators included, for each event
 */
record Run(double eventsPerSecond, double cpuMicros, Histogram latencyMicros) {

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
        "%,9.0f events/s  %5.1f us of CPU each  p50 %7.3f ms  p99 %8.3f ms",
        eventsPerSecond,
        cpuMicros,
        p50Millis(),
        p99Millis());
  }
}
