package io.atomicstore.examples.auction;

import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/**
 * An auction house on an Atomic Store: it takes a bid if eBay's {@link ProxyRule} allows it after
 * all bids that the lot got before. While it judges one bid on a lot, nobody considers another bid
 * on that lot.
 */
public interface AuctionHouse extends AutoCloseable {

  /**
   * Opens the auction house whose logs are in {@code directory}, with the store in this process.
   *
   * @throws io.atomicstore.journal.rocksdb.StoreUnavailableException if the directory is in use,
   *     can't be used or is damaged
   */
  static AuctionHouse open(Path directory) {
    return LocalAuctionHouse.open(directory);
  }

  /** Opens an auction house whose logs are on a node. Several may be open on one node. */
  static AuctionHouse on(AtomicStoreClientBuilder node) {
    return RemoteAuctionHouse.open(node);
  }

  /** Runs streams for those who place bids and read logs. */
  ActorSystem system();

  /**
   * Places a bid. The same bid under the same event id is not stored twice.
   *
   * @return what became of it; its {@code meta} is the lot's price then
   */
  CompletionStage<Result<Bid, Refusal, Long>> place(Lot lot, Bid bid, EventId eventId);

  /** The accepted bids on a lot, in the order of its log. */
  Source<StoredEvent<Bid>, NotUsed> log(Lot lot);

  /** Closes the house. Once this returns, what it held is free to be opened again. */
  @Override
  void close();
}
