package io.atomicstore.docs;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Originator;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
              .plugins("atomic-store.rocksdb")
              .start(system)) {
        Originator<Sale, Refusal, Void> cashier = store.originator(new Seats());
        for (String buyer : List.of("Ada", "Grace")) {
          Sale sale = new Sale("gala", 12, buyer);
          Result<Sale, Refusal, Void> result =
              cashier.storeIfValid(sale).toCompletableFuture().join();
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

  /** The seats of a concert that are taken, after all its sales so far. */
  static final class Seats implements FoldValidator<Set<Integer>, Sale, Refusal, Void> {

    @Override
    public Set<Integer> initial(ScopeId concert) {
      return Set.of();
    }

    @Override
    public Set<Integer> apply(Set<Integer> taken, Sale sale) {
      Set<Integer> more = new HashSet<>(taken);
      more.add(sale.seat());
      return more;
    }

    /** No sale comes between the last one that this has seen and the one it decides on. */
    @Override
    public Decision<Refusal, Void> decide(Set<Integer> taken, Sale sale) {
      return taken.contains(sale.seat())
          ? Decision.reject(Refusal.SEAT_IS_TAKEN)
          : Decision.accept();
    }
  }
}
