package io.atomicstore.readme;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;

/** Sells the seats of concerts. A concert is a scope: its sales are admitted one at a time. */
public final class BoxOffice {

  public record Sale(String concert, int seat, String buyer) {}

  public enum Refusal {
    SEAT_IS_TAKEN,
    VALIDATION_TIMED_OUT
  }

  public static void main(String[] arguments) {
    var directory = Map.of("atomic-store.rocksdb.directory", arguments[0]);
    ActorSystem system =
        ActorSystem.create(
            "box-office", ConfigFactory.parseMap(directory).withFallback(ConfigFactory.load()));
    try {
      // Fails here, not at the first sale, if the directory can't be used.
      RocksDbJournal.get(system);
      try (AtomicStore<Sale, Refusal> store =
          AtomicStore.builder(
                  Sale.class, sale -> new ScopeId(sale.concert()), Refusal.VALIDATION_TIMED_OUT)
              .journalPluginId("atomic-store.rocksdb.journal")
              .snapshotPluginId("atomic-store.rocksdb.snapshot-store")
              .start(system)) {
        for (String buyer : List.of("Ada", "Grace")) {
          Sale sale = new Sale("gala", 12, buyer);
          Result<Sale, Refusal, Void> result =
              store.storeIfValid(sale, BoxOffice::validate).toCompletableFuture().join();
          System.out.println(
              result instanceof Result.Accepted<Sale, Refusal, Void> accepted
                  ? buyer + " has seat 12: event " + accepted.sequenceNr()
                  : buyer + " does not have seat 12: " + result.reason());
        }
        store
            .events(new ScopeId("gala"))
            .runForeach(
                stored -> System.out.println(stored.sequenceNr() + ": " + stored.event()), system)
            .toCompletableFuture()
            .join();
      }
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  /** No other sale of the concert is considered until this has decided. */
  private static Decision<Refusal, Void> validate(Sale sale, List<Sale> past) {
    return past.stream().anyMatch(earlier -> earlier.seat() == sale.seat())
        ? Decision.reject(Refusal.SEAT_IS_TAKEN)
        : Decision.accept();
  }
}
