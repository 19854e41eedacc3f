package io.atomicstore.examples.auction;

import io.atomicstore.core.EventId;
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
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;

/** An auction house with the store in its own process. */
final class LocalAuctionHouse implements AuctionHouse {

  private static final int SUBMISSIONS_MAX = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final ActorSystem system;
  private final AtomicStore<Bid, Refusal> store;
  private final Bidding bidding = new Bidding();
  private final Originator<Bid, Refusal, Long> originator;

  private LocalAuctionHouse(ActorSystem system) {
    this.system = system;
    this.store =
        AtomicStore.builder(Bid.class, bid -> new ScopeId(bid.lot()), Refusal.VALIDATION_TIMED_OUT)
            .plugins("atomic-store.rocksdb")
            .start(system);
    this.originator = store.originator(bidding);
  }

  static LocalAuctionHouse open(Path directory) {
    ActorSystem system =
        HouseSystem.start(Map.of("atomic-store.rocksdb.directory", directory.toString()));
    try {
      RocksDbJournal.get(system); // The store opens at first use: make that now.
      return new LocalAuctionHouse(system);
    } catch (RuntimeException e) {
      HouseSystem.stop(system);
      throw e;
    }
  }

  @Override
  public ActorSystem system() {
    return system;
  }

  @Override
  public CompletionStage<Result<Bid, Refusal, Long>> place(Lot lot, Bid bid, EventId eventId) {
    bidding.putUp(lot);
    return place(StoreIfValid.of(bid).withEventId(eventId), 1);
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

  @Override
  public Source<StoredEvent<Bid>, NotUsed> log(Lot lot) {
    return store.events(lot.scopeId());
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      HouseSystem.stop(system);
    }
  }
}
