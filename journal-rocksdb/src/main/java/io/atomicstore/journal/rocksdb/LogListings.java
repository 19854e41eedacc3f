package io.atomicstore.journal.rocksdb;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Lists logs on the read dispatcher. */
final class LogListings {

  private final RocksDbJournal journal;
  private final Executor executor;

  LogListings(RocksDbJournal journal, Executor executor) {
    this.journal = journal;
    this.executor = executor;
  }

  /** The page; see {@link EventReader#logs(LogListing)}. */
  CompletionStage<List<String>> page(LogListing listing) {
    try {
      return CompletableFuture.supplyAsync(() -> journal.reader().logs(listing), executor);
    } catch (RejectedExecutionException e) {
      // The actor system has ended.
      return CompletableFuture.failedFuture(e);
    }
  }
}
