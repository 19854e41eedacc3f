package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.Result;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Places recorded bids, many lots at a time. */
final class Replay implements Auction {

  private static final int LOTS_AT_A_TIME = 32;

  /** Less than what a log lets wait, 10,000 by default. */
  private static final int RACING_BIDS_OF_A_LOT_MAX = 1_000;

  private final List<RecordedLot> lots;
  private final int bidsOfALotAtATime;

  private Replay(List<RecordedLot> lots, int bidsOfALotAtATime) {
    this.lots = lots;
    this.bidsOfALotAtATime = bidsOfALotAtATime;
  }

  /** Each bid is placed after the result of the one before on its lot: all goes as it went. */
  static Replay inOrder(List<RecordedLot> lots) {
    return new Replay(lots, 1);
  }

  /** The bids on a lot race: nobody can say which one comes first. */
  static Replay concurrent(List<RecordedLot> lots) {
    return new Replay(lots, RACING_BIDS_OF_A_LOT_MAX);
  }

  @Override
  public String announcement() {
    return String.format(
        Locale.ROOT,
        "Replaying %,d recorded bids on %,d lots%s",
        lots.stream().mapToLong(lot -> lot.bids().size()).sum(),
        lots.size(),
        bidsOfALotAtATime == 1 ? ", each lot in order" : ", all bids on a lot racing");
  }

  @Override
  public CompletionStage<Done> run(Saleroom saleroom) {
    return Source.from(lots)
        .flatMapMerge(LOTS_AT_A_TIME, lot -> results(lot, saleroom))
        .runWith(Sink.ignore(), saleroom.house().system());
  }

  private Source<Result<Bid, Refusal, Long>, NotUsed> results(
      RecordedLot recorded, Saleroom saleroom) {
    return Source.from(recorded.bids())
        .via(saleroom.hammer().flow())
        .mapAsyncUnordered(
            bidsOfALotAtATime,
            bid ->
                // Another thread for each bid, or bids that race would still arrive in order.
                CompletableFuture.supplyAsync(
                        () -> saleroom.place(recorded.lot(), bid.bid(), bid.eventId()),
                        saleroom.house().system().dispatcher())
                    .thenCompose(placed -> placed));
  }

  @Override
  public Long closingPriceMatches(Map<Lot, Answers> answersByLot) {
    return lots.stream()
        .filter(
            recorded -> {
              Answers answers = answersByLot.get(recorded.lot());
              return answers != null && answers.highestCents() == recorded.closingCents();
            })
        .count();
  }
}
