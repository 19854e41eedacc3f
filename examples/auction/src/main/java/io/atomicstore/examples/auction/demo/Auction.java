package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.Lot;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/** Who bids what, and when. */
interface Auction {

  /** One line for the user: what is about to happen. */
  String announcement();

  /**
   * Places bids until there are no more, or the saleroom's hammer falls.
   *
   * @return completes when every bid that was placed has its result
   */
  CompletionStage<Done> run(Saleroom saleroom);

  /** How many lots ended as they did in reality; null if the auction has no such thing. */
  @Nullable Long closingPriceMatches(Map<Lot, Answers> answersByLot);
}
