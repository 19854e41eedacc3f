package io.atomicstore.examples.auction.demo;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outcome of a run, for people. */
final class SummaryText {

  private static final int DEAREST_LOTS = 5;

  private final StringBuilder text = new StringBuilder();

  private SummaryText() {}

  /** Several lines, each with its line end. */
  static String of(DemoRun.Outcome outcome) {
    SummaryText writing = new SummaryText();
    writing.addCounts(outcome.summary());
    writing.addDearestLots(outcome.findings());
    writing.addProof(outcome.summary(), outcome.howReadBack());
    return writing.text.toString();
  }

  private void addCounts(Summary summary) {
    line("%,d bids on %,d lots%s", summary.bids(), summary.lots(), interruption(summary));
    line(
        "%,d bids a second; a result after %.1f ms (median), %.1f ms (99th percentile)",
        summary.bidsPerSecond(), summary.p50Millis(), summary.p99Millis());
    line("");
    line("  %-34s %,10d", "accepted", summary.accepted());
    if (summary.repeated() > 0) {
      line("    %-32s %,10d", "of them in the store before", summary.repeated());
    }
    line("  %-34s %,10d", "rejected", summary.rejected());
    for (Map.Entry<String, Long> reason : summary.rejectedByReason().entrySet()) {
      line("    %-32s %,10d", words(reason.getKey()), reason.getValue());
    }
    if (summary.unknown() > 0) {
      line("  %-34s %,10d", "not known whether stored", summary.unknown());
    }
    @Nullable Long matches = summary.closingPriceMatches();
    if (matches != null) {
      line("  %-34s %,10d", "lots that closed at their real price", matches);
    }
    line("");
  }

  private static String interruption(Summary summary) {
    return summary.interrupted() ? ", until interrupted" : "";
  }

  private static String words(String reason) {
    return reason.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void addDearestLots(Collection<Audit.Findings> findings) {
    List<Audit.Findings> dearest =
        findings.stream()
            .filter(lot -> lot.standing().leader() != null)
            .sorted(Comparator.comparingLong(lot -> -lot.standing().priceCents()))
            .limit(DEAREST_LOTS)
            .toList();
    if (dearest.isEmpty()) {
      return;
    }
    line("  %-20s %16s  %-20s %10s", "dearest lots", "price", "winner", "bids");
    for (Audit.Findings lot : dearest) {
      line(
          "  %-20s %16s  %-20s %,10d",
          lot.lot().id(),
          Dollars.format(lot.standing().priceCents()),
          lot.standing().leader(),
          lot.storedBids());
    }
    line("");
  }

  private void addProof(Summary summary, String howReadBack) {
    if (summary.isAsAnswered()) {
      line(
          "%s: each of the %,d accepted bids is there once, at its sequence number, and no"
              + " rejected one is.",
          howReadBack, summary.accepted());
    } else {
      line(
          "%s, the store is NOT as answered: %,d bids lost, %,d duplicated, %,d stored though"
              + " rejected.",
          howReadBack, summary.lost(), summary.duplicated(), summary.storedThoughRejected());
    }
    if (summary.unknown() > 0) {
      line("Of %,d bids nobody was told whether they are stored.", summary.unknown());
    }
  }

  private void line(String format, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
