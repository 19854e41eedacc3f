package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.Result;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.Refusal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts the results of bids as they come in. Safe for use by many threads. */
final class Tally {

  /**
   * The counts so far.
   *
   * @param bids all that were answered: accepted, rejected and unknown together
   * @param rejectedByReason all that were answered and not stored; by {@link Refusal}, or by the
   *     kind of result where nobody judged the bid
   * @param unknown bids of which it is not known whether they are stored
   * @param repeated accepted bids that were in the store before this run
   */
  record Counts(
      long bids,
      long accepted,
      Map<String, Long> rejectedByReason,
      long unknown,
      long repeated,
      double p50Millis,
      double p99Millis) {

    long rejected() {
      return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final Histogram latencyNanos = new Histogram(3);
  private final Map<String, Long> rejectedByReason = new TreeMap<>();
  private final Map<Lot, Answers> answersByLot = new LinkedHashMap<>();
  private long bids;
  private long accepted;
  private long unknown;
  private long repeated;

  /** Counts one result, {@code nanos} after its bid was placed. */
  synchronized void add(Lot lot, Result<Bid, Refusal, Long> result, long nanos) {
    bids++;
    latencyNanos.recordValue(nanos);
    Answers answers = answersByLot.computeIfAbsent(lot, any -> new Answers());
    var eventId = result.prospectiveEvent().eventId();
    if (result instanceof Result.Accepted<Bid, Refusal, Long> stored) {
      accepted++;
      repeated += stored.isDuplicate() ? 1 : 0;
      answers.addAccepted(eventId, stored.event(), stored.sequenceNr());
    } else if (result instanceof Result.Unknown) {
      unknown++;
    } else {
      rejectedByReason.merge(reasonOf(result), 1L, Long::sum);
      if (!(result instanceof Result.EventIdTaken)) {
        answers.addNotStored(eventId);
      }
    }
  }

  private static String reasonOf(Result<Bid, Refusal, Long> result) {
    Refusal refusal = result.reason();
    if (refusal != null) {
      return refusal.name();
    }
    String kind = result.getClass().getSimpleName();
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  synchronized Counts counts() {
    return new Counts(
        bids,
        accepted,
        new TreeMap<>(rejectedByReason),
        unknown,
        repeated,
        latencyNanos.getValueAtPercentile(50) / 1e6,
        latencyNanos.getValueAtPercentile(99) / 1e6);
  }

  /** What was answered, by lot. To be called once all results are in. */
  synchronized Map<Lot, Answers> answersByLot() {
    return new LinkedHashMap<>(answersByLot);
  }
}
