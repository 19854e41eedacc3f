package io.atomicstore.examples.auction.demo;

import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.examples.auction.AuctionHouse;
import java.nio.file.Path;

/**
 * A demonstration: holds an auction, then reads the logs of its lots back and holds them against
 * what bidders were told. To be run once.
 */
public final class Demo {

  /** The first line of a file of recorded bids. */
  public static final String BIDS_FILE_COLUMNS = BidsFileRow.HEADER;

  /** Whether the store holds what it said that it holds. */
  public enum Verdict {
    /** It holds exactly the bids that were accepted, and all bids were placed. */
    PROVEN,
    /**
     * A bid is lost, duplicated, stored though rejected, or of unknown fate, or not all bids could
     * be placed.
     */
    NOT_PROVEN
  }

  private final Auction auction;
  private final Screen screen;
  private final Hammer hammer;

  private Demo(Auction auction, Screen screen) {
    this.auction = auction;
    this.screen = screen;
    this.hammer = new Hammer(screen);
  }

  /** A live auction among made-up bidders. */
  public static Demo live(LiveSale sale, Screen screen) {
    return new Demo(new LiveAuction(sale), screen);
  }

  /**
   * Recorded bids, each placed after the result of the one before on its lot.
   *
   * @throws InvalidInputException if the file can't be read, or a row of it is not a bid
   */
  public static Demo replay(Path file, Screen screen) {
    return new Demo(Replay.inOrder(BidsFile.read(file)), screen);
  }

  /**
   * Recorded bids, where all those on a lot race each other.
   *
   * @throws InvalidInputException as {@link #replay}
   */
  public static Demo race(Path file, Screen screen) {
    return new Demo(Replay.concurrent(BidsFile.read(file)), screen);
  }

  /** Holds the auction on a store in this process, which is temporary, and shows the outcome. */
  public Verdict run() {
    try (StoreDirectory directory = StoreDirectory.temporary()) {
      return runIn(directory);
    }
  }

  /**
   * The same on a store that stays.
   *
   * @param data created if it does not exist
   * @throws InvalidInputException if the directory can't be used
   * @throws io.atomicstore.journal.rocksdb.StoreUnavailableException if it is in use or damaged
   */
  public Verdict runIn(Path data) {
    try (StoreDirectory directory = StoreDirectory.at(data)) {
      return runIn(directory);
    }
  }

  private Verdict runIn(StoreDirectory directory) {
    return run(
        new Venue(
            () -> AuctionHouse.open(directory.path()), "Closed, reopened and read back from disk"));
  }

  /** Holds the auction on a node, and shows the outcome. */
  public Verdict runOn(AtomicStoreClientBuilder node) {
    return run(new Venue(() -> AuctionHouse.on(node), "Read back from the node"));
  }

  private Verdict run(Venue venue) {
    DemoRun.Outcome outcome = new DemoRun(auction, venue, screen, hammer).run();
    screen.show(outcome);
    return outcome.summary().isProven() ? Verdict.PROVEN : Verdict.NOT_PROVEN;
  }

  /** Places no more bids; the run ends with those under way. Usable from any thread. */
  public void interrupt() {
    hammer.fall("Interrupted");
  }
}
