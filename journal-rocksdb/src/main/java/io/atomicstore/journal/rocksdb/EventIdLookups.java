package io.atomicstore.journal.rocksdb;

import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks up event ids on the read dispatcher, those that wait together: one task, woken once, for
 * all that is asked while it runs. Every look-up begins after it was asked for.
 */
final class EventIdLookups {

  /** After so many the thread is given back, for the queries that share the dispatcher. */
  private static final int TOGETHER_MAX = 256;

  private final EventReader reader;
  private final Executor executor;
  private final Queue<Lookup> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  EventIdLookups(EventReader reader, Executor executor) {
    this.reader = reader;
    this.executor = executor;
  }

  /** The event's sequence number, 0 if there is none; see {@link EventReader#sequenceNrOf}. */
  CompletionStage<Long> sequenceNrOf(String persistenceId, UUID eventId) {
    Lookup lookup = new Lookup(persistenceId, eventId, new CompletableFuture<>());
    waiting.add(lookup);
    schedule();
    return lookup.found;
  }

  private void schedule() {
    if (isScheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this::lookUpWhatWaits);
      } catch (RejectedExecutionException e) {
        // The actor system has ended. What is asked from here on is refused on its own.
        isScheduled.set(false);
        failWhatWaits(e);
      }
    }
  }

  private void failWhatWaits(RejectedExecutionException cause) {
    for (Lookup next = waiting.poll(); next != null; next = waiting.poll()) {
      next.found.completeExceptionally(cause);
    }
  }

  private void lookUpWhatWaits() {
    try {
      int taken = 0;
      Lookup next = waiting.poll();
      while (next != null) {
        lookUp(next);
        taken++;
        next = taken < TOGETHER_MAX ? waiting.poll() : null;
      }
    } finally {
      isScheduled.set(false);
      if (!waiting.isEmpty()) {
        schedule();
      }
    }
  }

  // The outermost loop's body: one look-up that fails, however, leaves the others untouched.
  @SuppressWarnings("CatchingUnchecked")
  private void lookUp(Lookup lookup) {
    long found = 0;
    @Nullable Exception failure = null;
    try {
      found = reader.sequenceNrOf(lookup.persistenceId, lookup.eventId);
    } catch (Exception e) {
      failure = e;
    }
    if (failure == null) {
      lookup.found.complete(found);
    } else {
      lookup.found.completeExceptionally(failure);
    }
  }

  private record Lookup(String persistenceId, UUID eventId, CompletableFuture<Long> found) {}
}
