package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.Result;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.Refusal;
import io.atomicstore.originator.EventIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Made-up bidders bid on made-up lots for a while. Each has several bids under way at a time. Who
 * wants what follows from the seed; who is faster does not.
 */
final class LiveAuction implements Auction {

  private static final int BIDS_OF_A_BIDDER_AT_A_TIME = 4;

  private final Duration duration;
  private final int lots;
  private final PriceBoard board = new PriceBoard();
  private final List<Bidder> bidders = new ArrayList<>();

  LiveAuction(LiveSale sale) {
    this.duration = sale.duration();
    this.lots = sale.lots();
    SplittableRandom random = new SplittableRandom(sale.seed());
    Catalogue catalogue = Catalogue.of(sale.lots(), sale.seed(), random.split());
    for (int i = 1; i <= sale.bidders(); i++) {
      this.bidders.add(new Bidder("bidder-" + i, catalogue, random.split()));
    }
  }

  @Override
  public String announcement() {
    return String.format(
        Locale.ROOT,
        "A live auction: %,d lots, %,d bidders, %,d seconds (Ctrl-C ends it early)",
        lots,
        bidders.size(),
        duration.toSeconds());
  }

  @Override
  public CompletionStage<Done> run(Saleroom saleroom) {
    return Source.from(bidders)
        .flatMapMerge(
            bidders.size(),
            bidder ->
                Source.repeat(bidder)
                    .takeWithin(duration)
                    .via(saleroom.hammer().flow())
                    .mapAsyncUnordered(
                        BIDS_OF_A_BIDDER_AT_A_TIME, one -> placeNextBid(one, saleroom))
                    .async())
        .runWith(Sink.ignore(), saleroom.house().system());
  }

  private CompletionStage<Result<Bid, Refusal, Long>> placeNextBid(
      Bidder bidder, Saleroom saleroom) {
    Lot lot = bidder.nextLot();
    Bid bid = bidder.nextBid(lot, board.minimumCents(lot));
    return saleroom
        .place(lot, bid, EventIds.next())
        .thenApply(
            result -> {
              Long price = result.meta();
              if (price != null) {
                board.show(lot, price);
              }
              return result;
            });
  }

  @Override
  public @Nullable Long closingPriceMatches(Map<Lot, Answers> answersByLot) {
    return null;
  }
}
