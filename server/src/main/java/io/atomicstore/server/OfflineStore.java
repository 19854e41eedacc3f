package io.atomicstore.server;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import io.atomicstore.journal.rocksdb.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.ActorSystem;

/**
 * The data directory of a node that does not run, opened to look after it. While it is open no node
 * can use the directory.
 */
public final class OfflineStore implements AutoCloseable {

  /** RocksDB keeps this file in each of its directories. */
  private static final String MARKER = "CURRENT";

  private final ActorSystem system;
  private final RocksDbJournal journal;

  private OfflineStore(ActorSystem system, RocksDbJournal journal) {
    this.system = system;
    this.journal = journal;
  }

  /** Whether there seems to be a store in the directory. */
  public static boolean isAt(Path directory) {
    return Files.exists(directory.resolve(MARKER));
  }

  /**
   * Opens a store that exists. One of an older format is migrated before.
   *
   * @throws IllegalArgumentException if there is no store in the directory
   * @throws io.atomicstore.journal.rocksdb.StoreUnavailableException if it is in use, can't be
   *     used, or is damaged
   */
  public static OfflineStore open(Path directory) {
    if (!isAt(directory)) {
      throw new IllegalArgumentException(
          "expected a store in directory '" + directory + "', found no file " + MARKER);
    }
    var settings =
        ConfigFactory.parseMap(
            Map.of(
                "atomic-store.rocksdb.directory", directory.toString(), "pekko.loglevel", "ERROR"));
    ActorSystem system = ActorSystem.create("atomic-store", AtomicStoreServer.loaded(settings));
    try {
      return new OfflineStore(system, RocksDbJournal.get(system));
    } catch (RuntimeException e) {
      end(system);
      throw e;
    }
  }

  /** As {@link RocksDbJournal#verify}. */
  public VerificationReport verify(LongConsumer progress) {
    return journal.verify(progress);
  }

  /** Copies the store, as {@link RocksDbJournal#checkpoint}. */
  public void copyTo(Path directory) {
    journal.checkpoint(directory);
  }

  /** Closes the store, and blocks until the directory is free. */
  @Override
  public void close() {
    end(system);
  }

  private static void end(ActorSystem system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
