package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.examples.auction.AuctionHouse;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import io.atomicstore.examples.auction.Refusal;
import java.util.concurrent.CompletionStage;

/** Where bids are placed and their results are counted. */
record Saleroom(AuctionHouse house, Tally tally, Hammer hammer) {

  /**
   * Places a bid, and counts its result and how long it took. Ends the auction if the store does
   * not work.
   */
  CompletionStage<Result<Bid, Refusal, Long>> place(Lot lot, Bid bid, EventId eventId) {
    long placedNanos = System.nanoTime();
    return house
        .place(lot, bid, eventId)
        .thenApply(
            result -> {
              tally.add(lot, result, System.nanoTime() - placedNanos);
              if (result instanceof Result.Unavailable<Bid, Refusal, Long> unavailable) {
                hammer.fall("The store is unavailable, " + unavailable.cause());
              } else if (result instanceof Result.Unknown<Bid, Refusal, Long> unknown) {
                hammer.fall("The fate of a bid is unknown, " + unknown.cause());
              }
              return result;
            });
  }
}
