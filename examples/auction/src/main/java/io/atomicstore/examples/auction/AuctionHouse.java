package io.atomicstore.examples.auction;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Originator;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;

/**
 * An auction house on an Atomic Store: it takes a bid if eBay's {@link ProxyRule} allows it after
 * all bids that the lot got before. While it judges one bid on a lot, it considers no other bid on
 * that lot.
 */
public final class AuctionHouse implements AutoCloseable {

  private static final int SUBMISSIONS_MAX = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration CLOSING_MAX = Duration.ofSeconds(60);

  private final ActorSystem system;
  private final AtomicStore<Bid, Refusal> store;
  private final Bidding bidding = new Bidding();
  private final Originator<Bid, Refusal, Long> originator;

  private AuctionHouse(ActorSystem system) {
    this.system = system;
    this.store =
        AtomicStore.builder(Bid.class, bid -> new ScopeId(bid.lot()), Refusal.VALIDATION_TIMED_OUT)
            .plugins("atomic-store.rocksdb")
            .start(system);
    this.originator = store.originator(bidding);
  }

  /**
   * Opens the auction house whose logs are in {@code directory}.
   *
   * @throws io.atomicstore.journal.rocksdb.StoreUnavailableException if the directory is in use,
   *     can't be used or is damaged
   */
  public static AuctionHouse open(Path directory) {
    Config config =
        ConfigFactory.parseMap(Map.of("atomic-store.rocksdb.directory", directory.toString()))
            .withFallback(ConfigFactory.load());
    ActorSystem system = ActorSystem.create("auction-house", config);
    try {
      RocksDbJournal.get(system); // The store opens at first use: make that now.
      return new AuctionHouse(system);
    } catch (RuntimeException e) {
      terminate(system);
      throw e;
    }
  }

  /** Runs streams for those who place bids and read logs. */
  public ActorSystem system() {
    return system;
  }

  /**
   * Places a bid.
   *
   * @return what became of it; its {@code meta} is the lot's price then
   */
  public CompletionStage<Result<Bid, Refusal, Long>> place(Lot lot, StoreIfValid<Bid> submission) {
    bidding.putUp(lot);
    return place(submission, 1);
  }

  private CompletionStage<Result<Bid, Refusal, Long>> place(StoreIfValid<Bid> submission, int nth) {
    return originator
        .storeIfValid(submission)
        .thenCompose(
            result -> {
              if (isFinal(result) || nth == SUBMISSIONS_MAX) {
                return CompletableFuture.completedFuture(result);
              }
              // The same event id: whatever became of the first try, the bid is not stored twice.
              Duration pause = FIRST_PAUSE.multipliedBy(1L << nth);
              return Patterns.after(pause, system, () -> place(submission, nth + 1));
            });
  }

  private static boolean isFinal(Result<Bid, Refusal, Long> result) {
    return !(result instanceof Result.Overloaded
        || result instanceof Result.Unavailable
        || result instanceof Result.Unknown);
  }

  /** The accepted bids on a lot, in the order of its log. */
  public Source<StoredEvent<Bid>, NotUsed> log(Lot lot) {
    return store.events(lot.scopeId());
  }

  /** Closes the store. Once this returns, the directory is free to be opened again. */
  @Override
  public void close() {
    try {
      store.close();
    } finally {
      terminate(system);
    }
  }

  private static void terminate(ActorSystem system) {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(CLOSING_MAX.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
