package io.atomicstore.engine;

import io.atomicstore.core.Result;
import io.atomicstore.originator.OriginatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Stores events into some scopes, from several threads, in every way there is: one event or
 * several, accepted, rejected or expected elsewhere.
 */
final class RandomWriters {

  private static final int EVENTS_MAX = 4;

  private final AtomicStore<Note, Reason> store;
  private final List<String> scopes;
  private final Predicate<Result<Note, Reason, String>> mayHappen;
  private final Originator<Note, Reason, String> ahead;
  private final Originator<Note, Reason, String> asked;

  /** Guarded by this. */
  private long stored;

  /** Guarded by this. */
  private long undecided;

  /** Guarded by this. */
  private boolean haveEnded;

  private RandomWriters(
      AtomicStore<Note, Reason> store,
      List<String> scopes,
      Predicate<Result<Note, Reason, String>> mayHappen) {
    this.store = store;
    this.scopes = scopes;
    this.mayHappen = mayHappen;
    this.ahead = store.originator(new KilledStore.Counting());
    this.asked =
        store.originator(
            new KilledStore.Counting(), OriginatorSettings.DEFAULT.withDecidesAhead(false));
  }

  /** Writers that fail if a submission is not decided on. */
  static RandomWriters ofDecidedEvents(AtomicStore<Note, Reason> store, List<String> scopes) {
    return new RandomWriters(store, scopes, RandomWriters::isDecided);
  }

  private static boolean isDecided(Result<Note, Reason, String> result) {
    return result.wasAccepted()
        || result instanceof Result.Rejected
        || result instanceof Result.Conflict;
  }

  /** Writers that take it as it comes when a log dies, or can't write. */
  static RandomWriters amongFaults(AtomicStore<Note, Reason> store, List<String> scopes) {
    return new RandomWriters(
        store,
        scopes,
        result ->
            isDecided(result)
                || result instanceof Result.Unknown
                || result instanceof Result.Unavailable);
  }

  /** Stores so many times, one after the other. */
  void store(String writer, int times, Random random) {
    try {
      for (int i = 0; i < times; i++) {
        storeOnce(writer, i, random);
      }
    } catch (IllegalStateException | AssertionError e) {
      // Nobody waits for what does not come any more.
      endPauses();
      throw e;
    }
  }

  private void storeOnce(String writer, int nth, Random random) {
    List<Note> notes = new ArrayList<>();
    String scope = scopes.get(random.nextInt(scopes.size()));
    for (int event = random.nextInt(EVENTS_MAX); event >= 0; event--) {
      notes.add(Note.of(scope, writer + "/" + event + "/" + nth));
    }
    Result<Note, Reason, String> result =
        StoreUnderTest.await(submit(StoreIfValid.ofAll(notes), random));
    if (!mayHappen.test(result)) {
      throw new IllegalStateException("found " + result);
    }
    note(result);
  }

  private CompletionStage<Result<Note, Reason, String>> submit(
      StoreIfValid<Note> submission, Random random) {
    return switch (random.nextInt(5)) {
      case 0 ->
          store.storeIfValid(
              submission, (note, past) -> KilledStore.unlessItEndsIn7(note, past.size()));
      case 1 -> asked.storeIfValid(submission);
      case 2 -> store.storeIfUnchanged(submission, random.nextInt(50));
      default -> ahead.storeIfValid(submission);
    };
  }

  private synchronized void note(Result<Note, Reason, String> result) {
    stored++;
    if (!isDecided(result)) {
      undecided++;
    }
    notifyAll();
  }

  /** How many submissions came upon a fault. */
  synchronized long undecided() {
    return undecided;
  }

  /** Ends every log with an event that seals it, and every pause. */
  void sealLogs() {
    for (String scope : scopes) {
      StoreIfValid<Note> sealing = StoreIfValid.of(Note.of(scope, "last")).sealingLog();
      Result<Note, Reason, String> result;
      do {
        // A log that died may be on its way out.
        result = StoreUnderTest.await(asked.storeIfValid(sealing));
      } while (mayHappen.test(result) && !result.wasAccepted());
      if (!result.wasAccepted()) {
        throw new IllegalStateException("expected the log to be sealed, found " + result);
      }
    }
    endPauses();
  }

  synchronized void endPauses() {
    haveEnded = true;
    notifyAll();
  }

  /** Blocks until the writers have stored so many times more, or have ended. */
  synchronized void pauseFor(int times) throws InterruptedException {
    long until = stored + times;
    while (stored < until && !haveEnded) {
      wait();
    }
  }
}
