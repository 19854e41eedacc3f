package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.AuctionHouse;
import io.atomicstore.examples.auction.Lot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * One run of the demo: holds an auction, closes the house, opens it again, and holds the logs that
 * it finds there against what bidders were told.
 */
final class DemoRun {

  /** The figures of a run, and how each lot stands that was bid on. */
  record Outcome(Summary summary, List<Audit.Findings> findings, String howReadBack) {}

  private static final int LOTS_READ_AT_A_TIME = 4;

  private final Auction auction;
  private final Venue venue;
  private final Screen screen;
  private final Hammer hammer;
  private final Tally tally = new Tally();

  DemoRun(Auction auction, Venue venue, Screen screen, Hammer hammer) {
    this.auction = auction;
    this.venue = venue;
    this.screen = screen;
    this.hammer = hammer;
  }

  Outcome run() {
    Duration elapsed = holdAuction();
    Map<Lot, Answers> answers = tally.answersByLot();
    List<Audit.Findings> findings = readBack(answers);
    Summary summary =
        Summary.of(
            tally.counts(),
            findings,
            auction.closingPriceMatches(answers),
            elapsed,
            hammer.hasFallen());
    return new Outcome(summary, findings, venue.howReadBack());
  }

  private Duration holdAuction() {
    try (AuctionHouse house = venue.open()) {
      screen.tell(auction.announcement());
      try (Progress progress = Progress.start(tally, screen)) {
        Stages.await(auction.run(new Saleroom(house, tally, hammer)));
        return progress.elapsed();
      }
    }
  }

  private List<Audit.Findings> readBack(Map<Lot, Answers> answersByLot) {
    try (AuctionHouse house = venue.open()) {
      return Stages.await(
          Source.from(answersByLot.entrySet())
              .mapAsync(
                  LOTS_READ_AT_A_TIME, entry -> audit(house, entry.getKey(), entry.getValue()))
              .runWith(Sink.seq(), house.system()));
    }
  }

  private static CompletionStage<Audit.Findings> audit(
      AuctionHouse house, Lot lot, Answers answers) {
    return house
        .log(lot)
        .runFold(new Audit(lot, answers), Audit::next, house.system())
        .thenApply(Audit::findings);
  }
}
