package io.atomicstore.examples.auction.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints: the outcome of a run in figures.
 *
 * @param lots those that were bid on
 * @param bids those that were answered; the sum of accepted, rejected and unknown
 * @param closingPriceMatches recorded lots whose highest accepted bid is what the lot was sold for;
 *     null for a live auction
 * @param lost acknowledged bids that are not in the store as acknowledged
 * @param duplicated bids that are in the store more than once
 * @param p50Millis from placing a bid to its result
 * @param repeated accepted bids that were in the store before this run; {@code accepted} counts
 *     them too, since repeating a submission returns its original result
 * @param unknown bids of which it is not known whether they are stored
 * @param storedThoughRejected bids in the store although their bidder was told no
 * @param interrupted the auction ended before all bids were placed: the user said so, or the store
 *     did not work
 */
record Summary(
    long lots,
    long bids,
    long accepted,
    long rejected,
    Map<String, Long> rejectedByReason,
    @Nullable Long closingPriceMatches,
    long lost,
    long duplicated,
    long bidsPerSecond,
    double p50Millis,
    double p99Millis,
    long repeated,
    long unknown,
    long storedThoughRejected,
    boolean interrupted) {

  /** Sums up a run that took {@code elapsed}, reading back not included. */
  static Summary of(
      Tally.Counts counts,
      Collection<Audit.Findings> findings,
      @Nullable Long closingPriceMatches,
      Duration elapsed,
      boolean interrupted) {
    return new Summary(
        findings.size(),
        counts.bids(),
        counts.accepted(),
        counts.rejected(),
        counts.rejectedByReason(),
        closingPriceMatches,
        findings.stream().mapToLong(Audit.Findings::lost).sum(),
        findings.stream().mapToLong(Audit.Findings::duplicated).sum(),
        Math.round(counts.bids() * 1e9 / Math.max(1, elapsed.toNanos())),
        roundedToMicros(counts.p50Millis()),
        roundedToMicros(counts.p99Millis()),
        counts.repeated(),
        counts.unknown(),
        findings.stream().mapToLong(Audit.Findings::storedThoughRejected).sum(),
        interrupted);
  }

  private static double roundedToMicros(double millis) {
    return Math.round(millis * 1_000) / 1_000.0;
  }

  /** Whether the store holds exactly what it said it holds. */
  boolean isAsAnswered() {
    return lost == 0 && duplicated == 0 && storedThoughRejected == 0;
  }

  /** Whether all went as it should: every bid was answered, and the store is as answered. */
  boolean isProven() {
    return isAsAnswered() && unknown == 0 && !interrupted;
  }

  String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures can always be written as JSON", e);
    }
  }
}
