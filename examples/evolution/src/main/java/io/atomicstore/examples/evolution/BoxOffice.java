package io.atomicstore.examples.evolution;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.Validator;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Sells the seats of concerts, in two versions. The second stores its sales in another form; what
 * the first one stored stays as it is on disk, and is read in the new form.
 */
public final class BoxOffice {

  /** Why a seat was not sold. */
  public enum Refusal {
    SEAT_IS_TAKEN,
    VALIDATION_TIMED_OUT
  }

  private BoxOffice() {}

  /** Sells with version 1, then with version 2; the argument is the directory of the store. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    System.out.println("version 1: " + sellWithVersion1(directory, "C12", "Ada"));
    System.out.println("version 2: " + sellWithVersion2(directory, 'C', 12, "Grace"));
    System.out.println("version 2: " + sellWithVersion2(directory, 'C', 13, "Grace"));
    for (StoredEvent<Sale> stored : salesOfVersion2(directory)) {
      System.out.println(stored.sequenceNr() + ": " + stored.event());
    }
  }

  static String sellWithVersion1(Path directory, String seat, String buyer) {
    return onStore(
        directory,
        system -> {
          try (AtomicStore<SaleV1, Refusal> store =
              AtomicStore.builder(
                      SaleV1.class,
                      sale -> new ScopeId(sale.concert()),
                      Refusal.VALIDATION_TIMED_OUT)
                  .plugins("atomic-store.rocksdb")
                  .start(system)) {
            return sell(
                store,
                new SaleV1("gala", seat, buyer),
                (sale, past) -> isTaken(past.stream().anyMatch(e -> e.seat().equals(sale.seat()))));
          }
        });
  }

  static String sellWithVersion2(Path directory, char row, int seat, String buyer) {
    return onStore(
        directory,
        system -> {
          try (AtomicStore<Sale, Refusal> store = version2(system)) {
            return sell(
                store,
                new Sale("gala", row, seat, buyer, 45_00),
                (sale, past) ->
                    isTaken(past.stream().anyMatch(e -> e.row() == row && e.seat() == seat)));
          }
        });
  }

  static List<StoredEvent<Sale>> salesOfVersion2(Path directory) {
    return onStore(
        directory,
        system -> {
          try (AtomicStore<Sale, Refusal> store = version2(system)) {
            return store
                .events(new ScopeId("gala"))
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .join();
          }
        });
  }

  /** Whoever reads, a validator or a query, sees sales in the new form only. */
  private static AtomicStore<Sale, Refusal> version2(ActorSystem system) {
    return AtomicStore.builder(
            Sale.class, sale -> new ScopeId(sale.concert()), Refusal.VALIDATION_TIMED_OUT)
        .plugins("atomic-store.rocksdb")
        .upcast(SaleV1.class, Sale::of)
        .start(system);
  }

  private static Decision<Refusal, Void> isTaken(boolean isTaken) {
    return isTaken ? Decision.reject(Refusal.SEAT_IS_TAKEN) : Decision.accept();
  }

  private static <E> String sell(
      AtomicStore<E, Refusal> store, E sale, Validator<E, Refusal, Void> validator) {
    Result<E, Refusal, Void> result =
        store.storeIfValid(sale, validator).toCompletableFuture().join();
    return result instanceof Result.Accepted<E, Refusal, Void> accepted
        ? "sold, event " + accepted.sequenceNr()
        : "not sold, " + result.reason();
  }

  private static <T> T onStore(Path directory, Function<ActorSystem, T> use) {
    var settings = Map.of("atomic-store.rocksdb.directory", directory.toString());
    ActorSystem system =
        ActorSystem.create(
            "box-office", ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load()));
    try {
      RocksDbJournal.get(system);
      return use.apply(system);
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }
}
