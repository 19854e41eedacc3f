package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a load gave.
 *
 * @param results how many results of each kind came while it was measured
 * @param latencyNanos from submission to result
 * @param cpuNanos of this process, while it was measured
 */
record BenchReport(
    BenchLoad load,
    Duration measured,
    Map<String, Long> results,
    Histogram latencyNanos,
    long cpuNanos) {

  private static final String ACCEPTED = "Accepted";

  long acceptedPerSecond() {
    return Progress.perSecond(results.getOrDefault(ACCEPTED, 0L), measured);
  }

  private double millis(double percentile) {
    return Math.round(latencyNanos.getValueAtPercentile(percentile) / 1e3) / 1e3;
  }

  private double processors() {
    return Math.round(100.0 * cpuNanos / Math.max(1, measured.toNanos())) / 100.0;
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("originators", load.originators());
    json.put("inFlight", load.inFlight());
    json.put("scopes", load.scopes());
    json.put("sizeBytes", load.sizeBytes());
    json.put("path", load.path().name().toLowerCase(Locale.ROOT));
    json.put("scopePrefix", load.scopePrefix());
    json.put("measuredMillis", measured.toMillis());
    json.put("acceptedPerSecond", acceptedPerSecond());
    json.put("p50Millis", millis(50));
    json.put("p99Millis", millis(99));
    json.put("maxMillis", millis(100));
    json.put("processorsUsedHere", processors());
    ObjectNode counts = json.putObject("results");
    results.forEach(counts::put);
    return json;
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d originators, %d in flight each, %,d scopes, %,d bytes, %s path, %.1f seconds",
            load.originators(),
            load.inFlight(),
            load.scopes(),
            load.sizeBytes(),
            load.path().name().toLowerCase(Locale.ROOT),
            measured.toMillis() / 1e3));
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d events stored a second; a result after %.1f ms (median), %.1f ms (99th"
                + " percentile), %.1f ms (longest)",
            acceptedPerSecond(),
            millis(50),
            millis(99),
            millis(100)));
    results.forEach(
        (kind, count) -> lines.add(String.format(Locale.ROOT, "  %-20s %,12d", kind, count)));
    lines.add(
        String.format(Locale.ROOT, "this command itself kept %.2f processors busy", processors()));
    return lines;
  }
}
