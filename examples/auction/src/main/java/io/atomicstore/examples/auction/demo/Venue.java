package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.AuctionHouse;
import java.util.function.Supplier;

/**
 * Where a demo takes place.
 *
 * @param opening opens the house, as often as it is needed, with what it held before
 * @param howReadBack how the logs come to be read after the auction, for people
 */
record Venue(Supplier<AuctionHouse> opening, String howReadBack) {

  AuctionHouse open() {
    return opening.get();
  }
}
